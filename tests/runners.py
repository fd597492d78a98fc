"""Runners: a job of a workflow done here, step by step, as the machines of GitHub do it."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

import yaml

#: What is constant on a runner.
GIVEN = {
    "github.run_id": "4711",
    "github.run_attempt": "1",
    "inputs.anew": "false",
    "runner.os": "Linux",
}

#: What a step finds in its environment beside its own; the rest of ours that speaks of CI is gone.
SURROUNDINGS = {"CI": "true", "GITHUB_ACTIONS": "true", "RUNNER_ENVIRONMENT": "self-hosted"}
OTHERS = ("BRIEFS_LEDGER", "BRIEFS_RECIPIENTS", "PYTHONPATH", "SOURCE_DATE_EPOCH", "VIRTUAL_ENV")


def parsed(path):
    """Read YAML as CI does where it differs from YAML 1.1: `on` is a word."""
    return yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - makes text


def surroundings(**more):
    """Give the environment of a command in CI."""
    ours = {
        name: value
        for name, value in os.environ.items()
        if name not in OTHERS and not name.startswith(("GITHUB_", "CI_", "PYTEST_"))
    }
    return ours | more


def bash(words, folder, environment):
    """Run a script as CI does: the first command that fails ends it."""
    return subprocess.run(  # noqa: S603 - what our own files say
        ["/bin/bash", "-e", "-c", words],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@dataclass
class Run:
    """One run of a job in a clone: what its steps put out, said, and handed on."""

    clone: Path
    desk: Path
    variables: dict = field(default_factory=dict)
    secrets: dict = field(default_factory=dict)
    needs: dict = field(default_factory=dict)
    outputs: dict = field(default_factory=dict)
    said: dict = field(default_factory=dict)
    handed: dict = field(default_factory=dict)
    failed: str = ""

    def go(self, job):
        """Do every step whose condition holds; a step without one waits for no failure."""
        assert job["timeout-minutes"]
        for step in job["steps"]:
            condition = step.get("if", "")
            if self.holds(condition) if condition else not self.failed:
                self.step(step, job.get("env", {}))
        return self

    def given(self, job):
        """Give what a job hands to those that need it."""
        return {name: self.filled(text) for name, text in job["outputs"].items()}

    @property
    def summary(self):
        return (self.desk / "summary").read_text(encoding="utf-8")

    def step(self, step, shared):
        given = {name: self.filled(text) for name, text in step.get("with", {}).items()}
        number = step.get("id", step["name"])
        if "uses" in step:
            action = step["uses"].partition("@")[0]
            self.outputs[number] = getattr(self, ACTIONS[action])(given)
            return
        environment = {
            name: self.filled(text) for name, text in {**shared, **step.get("env", {})}.items()
        }
        self.run(step, number, environment)

    def run(self, step, number, environment):
        files = {
            "GITHUB_OUTPUT": self.desk / "output",
            "GITHUB_STEP_SUMMARY": self.desk / "summary",
        }
        (self.desk / "output").write_text("", encoding="utf-8")
        places = {name: str(path) for name, path in files.items()}
        folder = self.clone / step.get("working-directory", ".")
        done = bash(step["run"], folder, surroundings(**SURROUNDINGS, **places, **environment))
        self.said[step["name"]] = done.stdout + done.stderr
        if done.returncode and not self.failed:
            self.failed = step["name"]
        lines = (self.desk / "output").read_text(encoding="utf-8").splitlines()
        self.outputs[number] = dict(line.split("=", 1) for line in lines)

    # -- what actions do, as far as it can be done here

    def fetched(self, _given):
        assert (self.clone / ".git").exists()
        return {}

    def restored(self, given):
        """What a cache brings, the test has put where the step says."""
        for path in given["path"].split():
            assert path.startswith("~") or (self.clone / path).exists(), path
        return {"cache-primary-key": given["key"]}

    def kept(self, given):
        assert given["key"]
        assert (self.clone / given["path"]).is_dir()
        return {}

    def upload(self, given):
        """Take up the files of a folder that are not hidden."""
        folder = self.clone / given["path"]
        files = {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        visible = {name for name in files if not re.search(r"(^|/)\.", name)}
        assert visible, f"{folder} holds nothing to hand on"
        self.handed[given.get("name", "gallery")] = visible
        return {"artifact-id": "17"}

    def download(self, given):
        assert given.get("artifact-ids", "17") == "17"
        assert (self.clone / given["path"]).is_dir()
        return {}

    # -- expressions

    def filled(self, text):
        return re.sub(r"\$\{\{ (.*?) \}\}", lambda found: self.value(found[1]), text)

    def holds(self, condition):
        terms = condition.removeprefix("${{ ").removesuffix(" }}").split(" && ")
        return all(map(self.term, terms))

    def term(self, term):
        if term == "!cancelled()":
            return True
        compared = re.fullmatch(r"(.+) ([!=]=) '(.*)'", term)
        if not compared:
            return bool(self.value(term))
        return (self.value(compared[1]) == compared[3]) == (compared[2] == "==")

    def value(self, expression):
        """Give what an expression comes to; one that nobody knows fails the test."""
        if found := re.fullmatch(r"hashFiles\((.+)\)", expression):
            return self.digest(re.findall(r"'(.+?)'", found[1]))
        if found := re.fullmatch(r"steps\.(\w+)\.outputs\.([\w-]+)", expression):
            return self.outputs.get(found[1], {}).get(found[2], "")
        if found := re.fullmatch(r"(vars|secrets|needs\.build\.outputs)\.(\w+)", expression):
            known = {"vars": self.variables, "secrets": self.secrets}.get(found[1], self.needs)
            return known.get(found[2], "")
        return GIVEN[expression]

    def digest(self, patterns):
        files = sorted({path for one in patterns for path in self.clone.glob(one)})
        text = b"".join(path.read_bytes() for path in files if path.is_file())
        return hashlib.sha256(text).hexdigest() if text else ""


ACTIONS = {
    "actions/checkout": "fetched",
    "actions/cache": "restored",
    "actions/cache/restore": "restored",
    "actions/cache/save": "kept",
    "actions/upload-artifact": "upload",
    "actions/upload-pages-artifact": "upload",
    "actions/download-artifact": "download",
}
