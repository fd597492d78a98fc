"""The feed: the newest editions as Atom (RFC 4287), for whoever wants to hear of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from briefs.build.project import Project
from briefs.pages.gallery import SITE, Entry, Feed
from briefs.site.overview import KIND_WORDS, setting_label
from briefs.site.shelf import Shelf, Shelved, url

#: A feed tells what is new; the overview tells of all.
MOST = 100

#: The time of what has none: no clock may make two feeds of the same editions differ.
NO_TIME = "1970-01-01T00:00:00Z"


def feed(project: Project, shelves: Iterable[Shelf], published: datetime | None) -> Feed:
    """Compose the feed; what the records give no day for is dated as `published`."""
    entries = [
        _entry(project, shelf, one, published) for shelf in shelves for one in shelf.editions
    ]
    entries.sort(key=lambda one: one.id)
    entries.sort(key=lambda one: one.updated, reverse=True)
    newest = entries[0].updated if entries else _time(published)
    return Feed(
        id=uuid5(NAMESPACE_URL, f"briefs:{project.theme.brand.name}").urn,
        updated=_time(published) if published else newest,
        entries=tuple(entries[:MOST]),
    )


def _entry(project: Project, shelf: Shelf, one: Shelved, published: datetime | None) -> Entry:
    language = one.setting.languages[0]
    kind = project.wordings[language].text(KIND_WORDS[shelf.kind])
    title = (shelf.name[language], kind, setting_label(project, one.setting), one.dress)
    return Entry(
        # Another edition of a brief is another entry; one that is built again is not.
        id=uuid5(NAMESPACE_URL, f"briefs:{one.id}:{one.built.sha256}").urn,
        title=" · ".join(filter(None, title)),
        language=language,
        updated=f"{shelf.day}T00:00:00Z" if shelf.day else _time(published),
        address=f"{SITE}/{url(one.id)}.html",
        pdf=url(one.pdf),
        bytes=one.built.bytes,
        summary=shelf.as_of.get(language, ""),
    )


def _time(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else NO_TIME
