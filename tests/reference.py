"""The pages of docs/reference/, made of what the program itself says of its parts."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Iterator
from itertools import groupby

import click

from briefs.authoring.meanings import meanings
from briefs.authoring.schema import RECORDS, SORTS, schema_of
from briefs.checks import CHECKS, WORD_CHECKS
from briefs.cli.verbs import briefs
from briefs.proofs import BRIEF_PROOFS, PDF_PROOFS, PROOFS

_HINT = "<!-- Written by `make reference`; change what it is made of. -->"


def pages():
    """Give every page by the name of its file."""
    others = [sort for sort in SORTS if sort not in RECORDS]
    return {
        "commands.md": _page("Commands", _COMMANDS, _verbs(briefs, "briefs")),
        "records.md": _page("Records", _RECORDS, _fields(RECORDS)),
        "other-files.md": _page("Other files that one writes", _OTHERS, _fields(others)),
        "checks.md": _page("Checks", _CHECKS, _questions((*CHECKS, *WORD_CHECKS))),
        "proofs.md": _page("Proofs", _PROOFS, _proofs()),
    }


_COMMANDS = """\
Every verb takes `--project DIR` (a project elsewhere), `--json` (one document for machines) and
`--debug` (the traceback of an internal error). Exit codes: 0 all well, 1 some brief failed, 2 a
slip in the command line, 65 faulty records, 70 an internal error, 73 a file cannot be written, 75
try again, 78 faulty settings or surroundings."""
_RECORDS = """\
What the YAML files in `data/` hold; keys in **bold** must be there. A text has an entry for
each language, `{en: …, zh-Hans: …}`; one that nobody has reviewed is `{draft: …}`.
Editors complete all this by `briefs schema`."""
_OTHERS = """\
Wordings, themes, settings and recipients, as `briefs schema` describes them to editors. A theme
needs only what differs from the one that it extends."""
_CHECKS = """\
What is asked of the records before any page exists, by `briefs check` and every build. A finding
that contradicts stops the brief until the record is corrected, or somebody acknowledges it under
`acknowledged:` by the name of the check, with a reason; a tension is a warning. Tolerances come
from the digits written."""
_PROOFS = """\
What is asked of a finished page before it is published, by every build, and of any PDF by
`briefs prove`. What a proof finds stops its brief alone; the last good PDF stays in its place."""


def _page(title, lead, lines):
    return "\n".join([f"# {title}", "", _HINT, "", lead, *lines, ""])


def _verbs(command, name):
    context = click.Context(command, info_name=name)
    if isinstance(command, click.Group):
        for verb in command.list_commands(context):
            yield from _verb(command.get_command(context, verb), f"{name} {verb}")


def _verb(command, name) -> Iterator[str]:
    context = click.Context(command, info_name=name)
    usage = " ".join(command.collect_usage_pieces(context))
    yield from ("", f"## {name}", "", f"    {name} {usage}", "")
    yield inspect.cleandoc(command.help or "")
    options = [
        option
        for option in command.params
        if isinstance(option, click.Option) and option.name not in ("project", "json", "debug")
    ]
    if options:
        yield from ("", "| option | what it does |", "| --- | --- |")
    for option in options:
        written = ", ".join((*option.opts, *option.secondary_opts))
        metavar = "" if option.is_flag else f" {option.make_metavar(context)}"
        yield f"| `{_cell(written + metavar)}` | {_cell(option.help or '')} |"
    if command.epilog:
        examples = re.sub(r"^Examples:\s*", "", command.epilog)
        yield from ("", "Examples:", "")
        yield from (f"    {example.strip()}" for example in examples.split("·"))
    yield from _verbs(command, name)


def _fields(sorts):
    seen = set()
    for sort in sorts:
        schema = schema_of(sort)
        parts = {sort.model.__name__: schema, **schema.get("$defs", {})}
        yield from ("", f"## {sort.title}: `{sort.files}`")
        for name in _in_order(sort.model.__name__, parts):
            if name not in seen and parts[name].get("properties"):
                seen.add(name)
                yield from _model(name, parts, meanings(sort.fields)[name])


def _in_order(first, parts):
    """Name the models in the order in which they are read, each after what holds it."""
    found = [first]
    for name in found:
        below = re.findall(r"#/\$defs/(\w+)", json.dumps(parts[name].get("properties", {})))
        found += [one for one in dict.fromkeys(below) if one not in found]
    return found


def _model(name, parts, told):
    part = parts[name]
    title = "Passage" if name == "PassageWritten" else name
    yield from ("", f"### {title}", "")
    if "$schema" not in part:
        yield from (inspect.cleandoc(part.get("description", "")), "")
    yield from ("| key | what it says | example |", "| --- | --- | --- |")
    needed = part.get("required", [])
    for key, meaning in told.items():
        written = f"**`{key}`**" if key in needed else f"`{key}`"
        example = f"`{_cell(meaning.example)}`" if meaning.example else _below(part, key, parts)
        yield f"| {written} | {_cell(meaning.says)} | {example} |"


def _below(part, key, parts):
    names = re.findall(r"#/\$defs/(\w+)", json.dumps(part["properties"][key]))
    models = (name for name in dict.fromkeys(names) if "properties" in parts[name])
    return ", ".join(f"[{name}](#{name.lower()})" for name in models)


def _questions(checks):
    for module, asked in groupby(checks, key=inspect.getmodule):
        yield from ("", f"## {_subject(module)}")
        for check in asked:
            yield from _question(check)


def _subject(module):
    return inspect.getdoc(module).partition("\n")[0].rstrip(".")


def _question(function):
    yield from ("", f"### {function.__name__}", "", inspect.getdoc(function))


def _proofs():
    for title, proofs in (
        ("Of an edition, beside what it was made from", PROOFS),
        ("Of any PDF", PDF_PROOFS),
        ("Of all settings of a brief together", BRIEF_PROOFS),
    ):
        yield from ("", f"## {title}")
        for proof in proofs:
            yield from _question(proof)


def _cell(words):
    return words.replace("|", "\\|").replace("\n", " ")
