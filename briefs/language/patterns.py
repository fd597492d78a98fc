"""Patterns: the short texts with {placeholders} that a wording file declares."""

from __future__ import annotations

from collections.abc import Iterable
from string import Formatter

from pydantic import AfterValidator
from pydantic_core import PydanticCustomError


class PatternError(ValueError):
    """A text is no pattern; says what is wrong and how to mend it."""

    def __init__(self, message: str, mend: str) -> None:
        self.message = message
        self.mend = mend
        super().__init__(message)


def placeholders(text: str) -> frozenset[str]:
    """Give the names between braces in a text.

    Raises PatternError for a brace alone, and for anything but a plain name between two: a
    wording file is data, and `{n.__class__}` or `{n:>9}` would make it a program.
    """
    try:
        parts = tuple(Formatter().parse(text))
    except ValueError:
        raise PatternError(
            f"{text!r} has a brace without its pair", "write {name}, or {{ for a brace"
        ) from None
    for _, name, form, conversion in parts:
        if name is not None and (form or conversion or not name.isidentifier()):
            raise PatternError(
                f"{text!r} holds more than a name between braces", "write {name} alone"
            )
    return frozenset(name for _, name, _, _ in parts if name is not None)


def braced(names: Iterable[str]) -> str:
    """List placeholder names for a message."""
    return ", ".join(f"{{{name}}}" for name in sorted(names))


def takes(*needed: str, may: Iterable[str] = (), some: Iterable[str] = ()) -> AfterValidator:
    """Make the validator of a pattern: what it must hold, may hold, and needs one of."""
    must, either = frozenset(needed), frozenset(some)
    known = must | either | frozenset(may)

    def check(text: str) -> str:
        try:
            found = placeholders(text)
        except PatternError as error:
            raise wrong(error.message, error.mend) from None
        if strange := found - known:
            raise wrong(f"{text!r} holds {braced(strange)}, which is not given here", _use(known))
        if missing := must - found:
            raise wrong(f"{text!r} lacks {braced(missing)}", _use(known))
        if either and not either & found:
            raise wrong(f"{text!r} has none of {braced(either)}", "use one of them")
        return text

    return AfterValidator(check)


def wrong(message: str, mend: str) -> PydanticCustomError:
    """Make the error that validators of a wording file raise: what is wrong, how to mend it."""
    # Braces belong to pydantic's own formatting, and these messages are full of them.
    return PydanticCustomError("invalid", "{message}", {"message": message, "mend": mend})


def _use(known: frozenset[str]) -> str:
    return f"use {braced(known)}" if known else "write it without braces"
