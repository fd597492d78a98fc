"""Writing: the letter that brings an edition, in the languages of its reader."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefs.build.editions import View
from briefs.changes import Change, Difference, Sort
from briefs.delivery.recipients import Recipient
from briefs.language import Wording
from briefs.pages import Fact, Facts, Letter, Passage, Whole
from briefs.views.one_pager import OnePager
from briefs.views.parts import Phrase, Tone, Value, Words

#: The content id of the preview, before the @ of the sender's domain.
PICTURE = "preview"

#: A deck's first findings are enough to decide whether to open it.
FINDINGS = 6

_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class Link:
    """Where a PDF can be fetched that no message holds, and the digest of its bytes."""

    address: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Occasion:
    """To whom a letter goes, where its last link leads, and what changed since the last one.

    `changed` is None for a reader who never had the brief, `link` where the PDF is attached.
    """

    reader: Recipient
    unsubscribe: str
    picture: str
    changed: Difference | None
    link: Link | None = None


def write(view: View, wordings: Mapping[str, Wording], occasion: Occasion) -> Letter:
    """Write the letter that brings a view."""
    spoken = [wordings[language] for language in view.setting.languages]
    subjects = [subject_of(view, wording) for wording in spoken]
    return Letter(
        subject=_BETWEEN.join(dict.fromkeys(subjects)),
        passages=tuple(_passage(view, wording, occasion) for wording in spoken),
        picture=occasion.picture,
        alt=spoken[0].text("mail.preview"),
        unsubscribe=occasion.unsubscribe,
    )


def file_of(view: View, wordings: Mapping[str, Wording]) -> str:
    """Name the file of a brief in the first language of its reader."""
    return _called(view, wordings[view.setting.languages[0]], "mail.file")


def subject_of(view: View, wording: Wording) -> str:
    """Name a brief where a reader looks for it: in the subject of a message."""
    return _called(view, wording, "mail.subject")


def _called(view: View, wording: Wording, key: str) -> str:
    """Name a brief; the title of a deck says what it is."""
    name = name_of(view, wording)
    if not isinstance(view, OnePager):
        return name
    return wording.text(key, name=name, what=_what(view, wording))


def _passage(view: View, wording: Wording, occasion: Occasion) -> Passage:
    name = name_of(view, wording)
    return Passage(
        language=wording.id,
        kicker=f"{_what(view, wording)}{_BETWEEN}{_in(view.as_of, wording)}",
        name=name,
        greeting=wording.text("mail.greeting", name=occasion.reader.name),
        headline=_headline(view, wording),
        parts=(*_changed(wording, occasion.changed), _facts(view, wording)),
        whole=_whole(wording, occasion.link),
        why=wording.text("mail.why", address=occasion.reader.address.shown, name=name),
        unsubscribe=wording.text("mail.unsubscribe"),
        disclaimer=disclaimer(view, wording),
    )


def _whole(wording: Wording, link: Link | None) -> Whole:
    if link is None:
        return Whole(wording.text("mail.attached"))
    return Whole(
        wording.text("mail.linked"),
        link.address,
        wording.text("mail.download"),
        wording.text("mail.digest", sha256=link.sha256),
    )


def _headline(view: View, wording: Wording) -> str:
    if isinstance(view, OnePager):
        return _in(view.headline, wording)
    return _in(view.slides[0].subtitle, wording) or view.description


def _facts(view: View, wording: Wording) -> Facts:
    """Give what a reader wants to know before opening the brief."""
    if isinstance(view, OnePager):
        tiles = tuple(
            Fact(_in(tile.label, wording), _form(tile.value, wording))
            for tile in view.tiles
            if tile.value.tone is not Tone.MISSING
        )
        return Facts(wording.text("mail.figures"), "figures", tiles)
    findings = (slide for slide in view.slides[1:] if slide.title and slide.kicker)
    facts = (Fact(_in(slide.kicker, wording), _in(slide.title, wording)) for slide in findings)
    return Facts(wording.text("mail.findings"), "list", tuple(facts)[:FINDINGS])


def _changed(wording: Wording, changed: Difference | None) -> Iterator[Facts]:
    """Say what was wrong in what the reader has, and then what else is another."""
    if changed is None:
        return
    corrected = changed.corrections
    others = [one for one in changed.figures if not one.corrected and one.sort is not Sort.CITED]
    for key, changes in (("mail.corrected", corrected), ("mail.changed", others)):
        if changes:
            facts = (Fact(one.label.get(wording.id, ""), _change(one, wording)) for one in changes)
            yield Facts(wording.text(key), "changes", tuple(facts))
    if not corrected and not others:
        yield Facts(wording.text("mail.unchanged"), "changes")


def _change(change: Change, wording: Wording) -> str:
    before, after = change.amounts(wording.id)
    if change.sort is Sort.ADDED:
        return wording.text("mail.new", after=after)
    if change.sort is Sort.REMOVED:
        return wording.text("mail.gone", before=before)
    return wording.text("mail.from_to", before=before, after=after)


def name_of(view: View, wording: Wording) -> str:
    """Name whom a brief is about."""
    return _in(view.name, wording)


def disclaimer(view: View, wording: Wording) -> str:
    """Give what a brief disclaims, or what any would."""
    return _in(view.foot.disclaimer, wording) or wording.text("foot.disclaimer_text")


def _what(view: View, wording: Wording) -> str:
    return wording.text("page.kind" if isinstance(view, OnePager) else "page.deck")


def _in(words: Words, wording: Wording) -> str:
    """Give the phrase of a language."""
    return next((str(phrase) for phrase in words if phrase.language == wording.id), "")


def _form(value: Value, wording: Wording) -> str:
    """Give the form of a value in a language; one that all share stands in any."""
    own: Iterator[Phrase] = (one for one in value.forms if one.language == wording.id)
    return str(next(own, value.forms[0]))


def plain(letter: Letter) -> str:
    """Give a letter as plain text that says what its HTML says."""
    return "\n\n".join(_plain(passage, letter) for passage in letter.passages) + "\n"


def _plain(passage: Passage, letter: Letter) -> str:
    blocks = [f"{passage.kicker}\n{passage.name}", passage.greeting, passage.headline]
    for part in passage.parts:
        facts = (f"{fact.label}\n  {fact.words}" for fact in part.facts)
        blocks.append("\n".join((part.title, *facts)))
    whole = passage.whole.words
    if passage.whole.link:
        whole += f" {passage.whole.label}: {passage.whole.link}\n{passage.whole.digest}"
    goodbye = f"{passage.why} {passage.unsubscribe}: {letter.unsubscribe}"
    return "\n\n".join((*blocks, whole, passage.disclaimer, goodbye))
