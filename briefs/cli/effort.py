"""Effort: how a build works, as a command line says it."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar

import click

from briefs.build.limits import MEBIBYTE, USUAL, Limits

Verb = TypeVar("Verb", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Effort:
    """By how many workers, within which limits, on what is fresh as well, and what is told of it.

    No number of jobs means as many as there are cores to do them. `lines` asks for a line of JSON
    for each step, and `profile` where our code spends its time.
    """

    jobs: int | None
    limits: Limits
    force: bool
    lines: bool
    profile: bool


def working(verb: Verb) -> Verb:
    """Give a verb the options of an effort; it takes them as its `effort`."""

    @wraps(verb)
    def trying(
        *arguments: object,
        jobs: int | None,
        time_limit: float,
        memory_limit: int,
        force: bool,
        log_format: str,
        profile: bool,
        **more: object,
    ) -> object:
        limits = Limits(time_limit, memory_limit * MEBIBYTE)
        effort = Effort(jobs, limits, force, log_format == "json", profile)
        return verb(*arguments, effort=effort, **more)

    options = (
        click.option(
            "--jobs",
            type=click.IntRange(min=1),
            metavar="N",
            help="Work with N processes (default: one a core).",
        ),
        click.option("--force", is_flag=True, help="Build what is fresh as well."),
        click.option(
            "--time-limit",
            type=click.FloatRange(min=0, min_open=True),
            default=USUAL.seconds,
            metavar="SECONDS",
            show_default=True,
            help="End a render that takes longer; it costs that brief alone.",
        ),
        click.option(
            "--memory-limit",
            type=click.IntRange(min=1),
            default=USUAL.memory // MEBIBYTE,
            metavar="MIB",
            show_default=True,
            help="End a render that needs more memory; it costs that brief alone.",
        ),
        click.option(
            "--log-format",
            type=click.Choice(["text", "json"]),
            default="text",
            help="Say how far the build is in words, or as lines of JSON.",
        ),
        click.option(
            "--profile",
            is_flag=True,
            help="Write output/profile.txt: the functions that cost most.",
        ),
    )
    made: Callable[..., Any] = trying
    for option in reversed(options):
        made = option(made)
    return made  # type: ignore[return-value]  # a verb that takes more options than it did


def cores() -> int:
    """Count the cores that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
