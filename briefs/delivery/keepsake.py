"""The keepsake: an edition's figures as a reader saw them, to tell them what changed since."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from briefs.build.editions import View
from briefs.build.manifest import Manifest
from briefs.language import Wording
from briefs.language.amounts import amount
from briefs.views.labels import Label, labels
from briefs.views.parts import figures_in


class Kept(BaseModel):
    """One figure: what identifies its value, and its label and text in each language."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    value: str
    label: Label
    text: Label


class Keepsake(BaseModel):
    """Every figure that an edition prints, by id, in reading order."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    figures: dict[str, Kept]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one figure: its texts before and after, of which one may lack."""

    label: Label
    before: Label | None
    after: Label | None


def remember(manifest: Manifest, view: View, wordings: Mapping[str, Wording]) -> Keepsake:
    """Keep what a manifest says of the figures that were printed, in the words of the view."""
    named = labels(view)
    figures = {figure.id: figure for figure in figures_in(view)}
    kept: dict[str, Kept] = {}
    for name in dict.fromkeys(one.figure for one in manifest.printed):
        if name in figures and name in manifest.figures:
            origin = manifest.figures[name]
            texts = {
                language: amount(figures[name], wordings[language])
                for language in view.setting.languages
            }
            value = f"{origin.qualifier} {origin.value} {origin.unit} {origin.period}"
            kept[name] = Kept(value=value, label=named.get(name, {}), text=texts)
    return Keepsake(figures=kept)


def changes(before: Keepsake, after: Keepsake) -> Iterator[Change]:
    """Tell what changed from one edition to the next, figure by figure."""
    for name, now in after.figures.items():
        was = before.figures.get(name)
        if was is None:
            yield Change(now.label, None, now.text)
        elif was.value != now.value:
            yield Change(now.label, was.text, now.text)
    for name, was in before.figures.items():
        if name not in after.figures:
            yield Change(was.label, was.text, None)
