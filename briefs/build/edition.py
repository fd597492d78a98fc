"""The edition: one brief in one language setting, and how a command line asks for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:  # Whoever only asks what stands in output/ waits for no language.
    from briefs.language import Setting

#: Where a project keeps what was built.
OUTPUT = "output"

#: The files that tell of all editions in it: one manifest, and check sums.
INDEX = ("manifest.json", "SHA256SUMS")

#: What the manifest beside a PDF ends in.
SUFFIX = ".json"


@dataclass(frozen=True, slots=True)
class Edition:
    """One brief in one language setting."""

    kind: str
    subject: str
    setting: Setting
    #: Only where they are others than the project's own.
    paper: str = ""
    theme: str = ""

    @property
    def id(self) -> str:
        """The name by which a command line asks for the edition."""
        dress = filter(None, (self.paper, self.theme))
        return ".".join((self.subject, self.kind, self.setting.id, *dress))

    @property
    def brief(self) -> str:
        """The name of the brief, which its settings share."""
        return f"{self.subject}.{self.kind}"

    @property
    def path(self) -> PurePosixPath:
        """Where the edition's PDF stands in the project."""
        return PurePosixPath(OUTPUT, self.subject, f"{self.id.replace('.', '-')}.pdf")


class Named(Protocol):
    """What can be chosen as an edition is."""

    @property
    def id(self) -> str:
        """Subject, kind and setting."""

    @property
    def kind(self) -> str:
        """The kind of brief."""

    @property
    def subject(self) -> str:
        """Whom it is about."""

    @property
    def setting(self) -> object:
        """The language setting, which says its name as text."""


One = TypeVar("One", bound=Named)


class UnknownNameError(LookupError):
    """Somebody asked for an edition, a setting or a kind that does not exist.

    `near` are names like it that do.
    """

    def __init__(self, what: str, name: str, known: Iterable[str]) -> None:
        self.near = get_close_matches(name, list(known), n=3, cutoff=0.5)
        super().__init__(f"{name!r} is no {what}")


def choose(
    among: tuple[One, ...],
    *,
    ids: Iterable[str] = (),
    languages: Iterable[str] = (),
    kinds: Iterable[str] = (),
) -> tuple[One, ...]:
    """Keep the editions that are asked for; nothing asked for means all.

    An id may stop at any of its dots: `axera`, `axera.one-pager`. Raises UnknownNameError.
    """
    chosen = _named(among, tuple(ids))
    chosen = _with(chosen, among, "setting", tuple(languages), lambda one: str(one.setting))
    return _with(chosen, among, "kind", tuple(kinds), lambda one: one.kind)


def _named(among: tuple[One, ...], ids: tuple[str, ...]) -> tuple[One, ...]:
    if not ids:
        return among
    names = {one.id: _prefixes(one.id) for one in among}
    known = {name: None for prefixes in names.values() for name in prefixes}
    for name in ids:
        if name not in known:
            raise UnknownNameError("edition", name, known)
    return tuple(one for one in among if not set(ids).isdisjoint(names[one.id]))


def _prefixes(name: str) -> tuple[str, ...]:
    parts = name.split(".")
    return tuple(".".join(parts[:count]) for count in range(len(parts), 0, -1))


def _with(
    chosen: tuple[One, ...],
    among: tuple[One, ...],
    what: str,
    names: tuple[str, ...],
    name_of: Callable[[One], str],
) -> tuple[One, ...]:
    known = dict.fromkeys(map(name_of, among))
    for name in names:
        if name not in known:
            raise UnknownNameError(what, name, known)
    return tuple(one for one in chosen if not names or name_of(one) in names)
