"""Fuzzing: what reads other people's bytes, under random ones, for as long as one likes.

`python tests/fuzz.py --seconds 60 record smtp` tries some readers, `make fuzz` all of them. Each is
a property: whatever it is given, it answers or refuses in its own words. What Hypothesis finds it
keeps in .hypothesis/, and tries first the next time. `tests/fuzz_led.py` is led by
the branches that inputs take.
"""

from __future__ import annotations

import argparse
import json
import socket
import ssl
import sys
import tempfile
import threading
import time
from contextlib import suppress
from copy import deepcopy
from functools import cache
from pathlib import Path

from hostile import Way, corpus, tree_of, written
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from letters import parcel
from pydantic import TypeAdapter, ValidationError

from briefs.build.editions import compose, editions
from briefs.build.manifest import UnreadableError, read_contents, read_manifest
from briefs.delivery.errors import UnreachableError, WireError
from briefs.delivery.outbox import DeferredError, RejectedError, UnansweredError
from briefs.delivery.recipients import Server
from briefs.delivery.wire import Access, Deadlines, Wire
from briefs.faults import errors
from briefs.figures import parse_period
from briefs.proofs.numbers import declared, read
from briefs.reading import read_text
from briefs.records.fields import LARGEST, WrittenNumber

# --- what the readers are given

#: Characters that some reader or other takes for more than themselves.
SIGNS = "{}[]<>\"'`&|*?!%@#$~^=\\/:;,.-+_()\t\n 0129aXé月亿％１²\u202e\u200b\ufeff\x00\x1b\x85\xad"
WORDS = st.text(st.sampled_from(SIGNS) | st.characters(), max_size=40)
NUMBERS = st.from_regex(
    r"-?[0-9]{1,3}(,[0-9]{3}){0,5}(\.[0-9]{0,9})?( ?(thousand|million|billion|trillion|万|亿|%))?"
    r"|[-+]?[0-9]{0,30}[.,]?[0-9]{0,30}([eE][-+]?[0-9]{1,5})?|nan|inf|[0-9]{400,5000}",
    fullmatch=True,
)
TIMES = st.from_regex(
    r"(FY|[1-9]{1,2}[HMQ])?[0-9]{3,5}(-[0-9]{1,2}){0,2}(\.\.(FY|[1-9]{1,2}[HMQ])?[0-9]{4})?",
    fullmatch=True,
)
#: What amounts and times are made of on our pages.
PIECES = [
    *("RMB", "HK$", "US$", "人民币", "港元", "亿元", "million", "万", "%", "per cent", "十", "约"),
    *(
        "over",
        "FY",
        "年",
        "月",
        "H",
        "Q",
        "9M",
        "to",
        "至",
        "-",
        "—",
        ".",
        ",",
        "(",
        ")",
        "第",
        " ",
    ),
]
AMOUNTS = st.lists(
    st.sampled_from(PIECES) | st.from_regex("[0-9]{1,9}", fullmatch=True) | WORDS,
    max_size=12,
).map("".join)


def paths_in(tree, above=()):
    """Give the path of every value of a tree."""
    yield from [above] if above else []
    members = tree.items() if isinstance(tree, dict) else enumerate(tree)
    for key, value in members if isinstance(tree, (dict, list)) else ():
        yield from paths_in(value, (*above, key))


BASE = tree_of("base.yaml")
PATHS = tuple(paths_in(BASE))


def found(tree, path):
    """Give the value at a path, or nothing where another change has taken it away."""
    for key in path:
        try:
            tree = tree[key]
        except (KeyError, IndexError, TypeError):
            return None
    return tree


VALUES = st.one_of(
    WORDS,
    NUMBERS,
    TIMES,
    st.sampled_from(PATHS).map(lambda path: found(BASE, path)),
    st.sampled_from(PATHS).map(lambda path: "{" + ".".join(map(str, path)) + "}"),
    st.recursive(
        WORDS, lambda one: st.lists(one, max_size=3) | st.dictionaries(WORDS, one, max_size=3)
    ),
)


#: Texts that a page can hold, of signs that mean something to whoever lays it out.
MILD = st.text(st.sampled_from("<>&\"'$%\\_^~|;:,.!?()[]@#*=+ abcXYZé—…"), min_size=1, max_size=30)
TEXTS = tuple(path for path in PATHS if path[-1] == "en")


@st.composite
def mild_records(draw):
    """Draw a record with some of its English texts changed, which most often has a page."""
    tree = json.loads(json.dumps(BASE))
    for *above, last in draw(st.lists(st.sampled_from(TEXTS), min_size=1, max_size=6)):
        found(tree, above)[last] = draw(MILD)
    return written(tree)


@st.composite
def records(draw, values=VALUES, paths=PATHS):
    """Draw a record: the small company with some things changed, taken away, doubled or renamed."""
    tree = json.loads(json.dumps(BASE))
    for _ in range(draw(st.integers(1, 3))):
        *above, last = draw(st.sampled_from(paths))
        parent = found(tree, above)
        if not isinstance(parent, (dict, list)) or found(parent, [last]) is None:
            continue
        change = draw(st.sampled_from(("put", "put", "put", "drop", "double", "rename")))
        if change == "put":
            # Copied: a change may lie within what an earlier one put there.
            parent[last] = deepcopy(draw(values))
        elif change == "drop":
            del parent[last]
        elif isinstance(parent, list):
            parent.append(deepcopy(parent[last]))
        else:
            parent[draw(WORDS) if change == "rename" else f"{last} "] = parent.pop(last)
    return written(tree)


# --- the readers


@cache
def way():
    return Way(Path(tempfile.mkdtemp(prefix="briefs-fuzz-")) / "project")


def record(data):
    """Read, check and view a record in every setting; those in English are laid out as HTML."""
    project, faults = way().read(data)
    if project is None:
        assert errors(faults)
        assert all(fault.place.file for fault in faults)
        return None
    for edition in editions(project.library, project.wordings):
        view = compose(project, edition)
        if edition.setting.id == "en":
            way().designer.page(view, "0" * 64)
    return project


def text(data):
    """Read bytes as YAML, whatever they are."""
    node, faults = read_text(data, name="data/x.yaml")
    assert node is not None or faults


_NUMBER = TypeAdapter(WrittenNumber)


def number(words):
    """Read a number or a period as records write them."""
    with suppress(ValidationError):
        assert abs(_NUMBER.validate_python(words).value) < LARGEST
    with suppress(ValueError):
        parse_period(words)


def parity(words):
    """Read what the digits of a finished page say."""
    for language in ("en", "zh-Hans", "zh-Hant-HK"):
        last = 0
        for reading in read(words, language):
            assert last <= reading.start < reading.end <= len(words)
            assert reading.meaning
            last = reading.end
        declared(words, language)


def manifest(data):
    """Read a manifest, and the part of one that travels."""
    for reader in (read_manifest, read_contents):
        with suppress(UnreadableError):
            reader(data)


class Babbler:
    """A server of mail that answers every line with whatever it is given."""

    def __init__(self):
        self.replies = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self):
        while True:
            client, _ = self.listening.accept()
            with client, suppress(OSError), client.makefile("rb") as lines:
                client.settimeout(1)
                for reply in self.replies:
                    client.sendall(reply)
                    lines.readline()


@cache
def babbler():
    return Babbler()


def smtp(replies):
    """Send a message to a server that babbles."""
    babbler().replies = replies
    port = babbler().listening.getsockname()[1]
    server = Server(host="127.0.0.1", port=port, tls="off")
    quickly = Deadlines(command=0.2, data=0.2, block=0.2, dot=0.2)
    access = Access(ssl.create_default_context(), None, "tester", quickly)
    refusals = (DeferredError, RejectedError, UnansweredError, WireError, UnreachableError)
    with suppress(*refusals), Wire(server, access) as wire:
        assert wire.send(parcel(), lambda: None).words.isprintable()


REPLY = st.one_of(
    st.sampled_from([b"220 x\r\n", b"250 x\r\n", b"250-SIZE 9\r\n250 DSN\r\n", b"354 go on\r\n"]),
    st.binary(max_size=60),
    st.tuples(st.integers(-9, 9999), st.sampled_from("- \t+"), WORDS).map(
        lambda parts: f"{parts[0]}{parts[1]}{parts[2]}\r\n".encode("utf-8", "surrogatepass")
    ),
    st.just(b"250-x\r\n" * 300),
)

MANIFESTS = st.one_of(
    st.binary(),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=9),
        lambda one: (
            st.lists(one)
            | st.dictionaries(
                st.sampled_from(["schema", "edition", "id", "pdf", "figures", "printed", "inputs"]),
                one,
            )
        ),
    ).map(lambda value: json.dumps(value).encode()),
    st.integers(1, 9999).map(lambda depth: b"[" * depth),
)

#: Every reader with what it is given.
TARGETS = {
    "record": (record, records() | st.sampled_from([one.data for one in corpus()])),
    "text": (text, st.binary() | WORDS.map(lambda words: words.encode("utf-8", "replace"))),
    "number": (number, NUMBERS | TIMES | WORDS),
    "parity": (parity, AMOUNTS),
    "smtp": (smtp, st.lists(REPLY, max_size=8)),
    "manifest": (manifest, MANIFESTS),
}


def tried(name, examples):
    """Try one reader with so many examples."""
    reader, strategy = TARGETS[name]

    @settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
    )
    @given(strategy)
    def holds(example):
        reader(example)

    holds()


def main():
    """Try the readers that are asked for, each for some seconds."""
    parser = argparse.ArgumentParser(prog="tests/fuzz.py", description=__doc__)
    parser.add_argument("targets", nargs="*", choices=[*TARGETS, []], help="which (default: all)")
    parser.add_argument("--seconds", type=float, default=60, help="how long each (default: 60)")
    options = parser.parse_args()
    for name in options.targets or TARGETS:
        end, count = time.monotonic() + options.seconds, 0
        while time.monotonic() < end:
            tried(name, 200)
            count += 200
        sys.stdout.write(f"{name}: {count:,} inputs, and no finding\n")


if __name__ == "__main__":
    main()
