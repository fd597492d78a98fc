"""Fuzzing led by the branches that inputs take: `python tests/fuzz_led.py number 60`.

Atheris counts the branches of our code, and makes of the inputs that took new ones the next ones.
There is a wheel of it for some systems only.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["briefs"]):
    import fuzz

from hypothesis import given, settings


def main():
    """Try one reader for some seconds; whatever breaks it is printed, and ends the process."""
    name, seconds = sys.argv[1:]
    reader, strategy = fuzz.TARGETS[name]
    holds = settings(deadline=None, database=None)(given(strategy)(reader))
    atheris.Setup([name, f"-max_total_time={seconds}"], holds.hypothesis.fuzz_one_input)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
