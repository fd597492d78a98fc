"""Each room imports only from rooms before it in the story, and a few alone know the world."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "briefs"

#: The rooms in the order of the story; modules beside rooms are rooms of their own.
STORY = (
    *(
        "faults",
        "regular",
        "phases",
        "figures",
        "reading",
        "records",
        "rules",
        "language",
        "measures",
    ),
    *("citations", "checks", "reports", "views", "theme", "faces", "charts", "pages", "press"),
    *("proofs", "build", "tracing", "evidence", "changes", "delivery", "authoring", "workbooks"),
    *("preview", "site", "cli", "__main__"),
)

#: What only these may import, or ask.
ALONE = {
    "yaml": {"reading", "authoring"},
    "matplotlib": {"charts"},
    "jinja2": {"pages"},
    "weasyprint": {"press"},
    "pydyf": {"press"},
    "pikepdf": {"press", "proofs", "evidence"},
    "pyhanko": {"evidence"},
    "smtplib": {"delivery"},
    "openpyxl": {"workbooks"},
    "xlsxwriter": {"workbooks"},
    "stdnum": {"checks"},
    "distributed": {"build"},
    "fsspec": {"build"},
    "starlette": {"preview"},
    "watchfiles": {"preview"},
    "uvicorn": {"cli"},
    "click": {"cli"},
    "rich": {"cli"},
}

#: Clock and environment; the foundry is a command of its own, which set-up runs.
ASKED = {"environ", "getenv", "now", "today", "utcnow", "time_ns"}
ASKING = {"cli", "faces/foundry.py"}

FILES = sorted(path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py"))


def room_of(file):
    return file.parts[0].removesuffix(".py")


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, "imports are written in full"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from names if node.module == "briefs" else [node.module]


@pytest.mark.parametrize("file", FILES, ids=str)
def test_a_module_imports_from_rooms_before_its_own(file):
    room, tree = room_of(file), ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
    if room == "__init__":
        assert not list(imports(tree))
        return
    known = STORY[: STORY.index(room) + 1]
    for name in imports(tree):
        package, _, rest = name.partition(".")
        inner = rest.partition(".")[0]
        if package == "briefs" and inner != "__version__":
            assert inner in known, f"{room} comes before {inner}"
        assert room in ALONE.get(package, {room}), f"{package} is none of {room}'s business"


@pytest.mark.parametrize("file", FILES, ids=str)
def test_only_the_command_line_asks_clock_and_environment(file):
    tree = ast.parse((PACKAGE / file).read_text(encoding="utf-8"))
    asked = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)} & ASKED
    assert not asked or {room_of(file), file.as_posix()} & ASKING, asked
