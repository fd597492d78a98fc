"""Words: what an edition calls its figures and says around them, kept to be compared later."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import BaseModel, ConfigDict, Field

from briefs.build.editions import View
from briefs.figures import Figure
from briefs.language import Wording
from briefs.language.amounts import amount
from briefs.views.labels import Label, label_of, labels
from briefs.views.parts import Amount, Piece, figures_in, phrases_in, text_of


class Called(BaseModel):
    """What a page calls a figure, and the figure written out, in each language of the page."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    label: Label
    amount: Label


class Words(BaseModel):
    """Every figure of an edition in words, and every passage of it, by language.

    In a passage a figure's name stands for its digits, so that a passage is another only when its
    words are. `notes` are the data notes that have a number, in order; `general` hang on no figure.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    title: str = ""
    day: str = ""
    notes: tuple[Label, ...] = ()
    general: tuple[Label, ...] = ()
    called: dict[str, Called] = Field(default_factory=dict)
    passages: dict[str, tuple[str, ...]] = Field(default_factory=dict)


def words_of(view: View, wordings: Mapping[str, Wording]) -> Words:
    """Give the words of a view."""
    named = labels(view)
    spoken = {language: wordings[language] for language in view.setting.languages}
    return Words(
        title=view.title,
        day=str(view.day or ""),
        notes=tuple(label_of(note.words) for note in view.foot.notes),
        general=tuple(map(label_of, view.foot.general)),
        called={
            figure.id: Called(
                label=named.get(figure.id, {}),
                amount={name: amount(figure, wording) for name, wording in spoken.items()},
            )
            for figure in figures_in(view)
        },
        passages={language: tuple(_passages(view, language)) for language in spoken},
    )


def _passages(view: View, language: str) -> Iterator[str]:
    for phrase in phrases_in(view):
        if phrase.language == language and any(map(_has_words, phrase.parts)):
            yield "".join(map(_masked, phrase.parts))


def _has_words(piece: Piece) -> bool:
    return _figure(piece) is None and any(map(str.isalnum, text_of(piece)))


def _masked(piece: Piece) -> str:
    figure = _figure(piece)
    return f"{{{figure.id}}}" if figure else text_of(piece)


def _figure(piece: Piece) -> Figure | None:
    return piece.figure if isinstance(piece, Amount) else None
