"""Pages of docs/ that a test follows: the steps of a page, done in a copy of the project.

A page says what to do in six forms, each of which does what it says:

    Write `FILE`:                          and a block: the file holds the block
    Add to `FILE`:                         and a block: it ends the file
    In `FILE`, after `LINE`:               and a block: it stands below the line that holds LINE
    In `FILE`, replace `LINE`:             and a block: it stands in that line's place
    In `FILE`, after `LINE`, write `NEW`.  the same on one line, indented as LINE is
    a line indented by seven spaces        a command, whose comment may say its exit code
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parent.parent

_STEP = re.compile(
    r"(?P<verb>Write|Add\s+to)\s+`(?P<file>[^`]+)`:\n+(?P<whole> *```\w*\n.*?\n *```)"
    r"|[Ii]n\s+`(?P<edited>[^`]+)`,\s+(?P<how>after|replace)\s+`(?P<line>[^`]+)`"
    r"(?:,\s+write\s+`(?P<new>[^`]+)`|:\n+(?P<block> *```\w*\n.*?\n *```))"
    r"|^ {7}(?P<command>\S[^\n]*)$",
    re.DOTALL | re.MULTILINE,
)


@dataclass
class Follower:
    """Does what pages say, in a folder of its own with our program in it."""

    folder: Path
    said: dict[str, str] = field(default_factory=dict)

    def __post_init__(self):
        for name in ("briefs", "templates", "data"):
            unwanted = shutil.ignore_patterns("__pycache__")
            shutil.copytree(ROOT / name, self.folder / name, ignore=unwanted)

    def follow(self, page, *, between=lambda _command: None):
        """Do every step of a page in its order; `said` keeps what each command printed.

        What a page leaves to the reader is done by `between`, which hears of each command.
        """
        for step in _STEP.finditer((ROOT / page).read_text(encoding="utf-8")):
            if step["command"]:
                between(step["command"])
                self.run(step["command"])
            elif step["file"]:
                before = "" if step["verb"] == "Write" else self.read(step["file"])
                self.write(step["file"], before + _code(step["whole"]))
            else:
                self.edit(step)

    def run(self, command, *, code=0):
        command, _, comment = command.partition(" #")
        code = int(comment.rpartition("exit code ")[2] or code)
        command = command.strip()
        words = shlex.split(command)
        if words[0] == "cp":
            shutil.copy(self.folder / words[1], self.folder / words[2])
            return ""
        assert words[0] == "briefs", command
        run = [sys.executable, "-m", *words]
        done = subprocess.run(  # noqa: S603
            run, cwd=self.folder, capture_output=True, text=True, check=False, env=os.environ
        )
        assert done.returncode == code, (command, done.stdout, done.stderr)
        self.said[command] = done.stdout + done.stderr
        return self.said[command]

    def read(self, file):
        return (self.folder / file).read_text(encoding="utf-8")

    def write(self, file, text):
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, step):
        lines = self.read(step["edited"]).splitlines()
        number = next((n for n, line in enumerate(lines) if step["line"] in line), None)
        assert number is not None, f"{step['line']!r} stands nowhere in {step['edited']}"
        old = lines[number]
        indent = " " * (len(old) - len(old.lstrip()) + 2 * old.endswith(":"))
        new = [indent + step["new"]] if step["new"] else _code(step["block"]).splitlines()
        lines[number : number + 1] = new if step["how"] == "replace" else [old, *new]
        self.write(step["edited"], "\n".join([*lines, ""]))


def _code(block):
    """Give what stands in a block, without the block's own indentation."""
    margin = len(block) - len(block.lstrip())
    return "".join(f"{line[margin:]}\n" for line in block.splitlines()[1:-1])
