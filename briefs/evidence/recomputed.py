"""Recomputed: what the records give today for every figure of an edition."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from briefs.build.editions import editions
from briefs.build.manifest import AboutEdition, Contents, Origin, Print, figures_of, origin_of
from briefs.build.planning import Plan, plan
from briefs.build.project import Project
from briefs.evidence.page import bare
from briefs.faults import Fault, Place, Severity
from briefs.views.labels import texts_of

RULE = "records"

#: What of a figure its text shows.
_SHOWN = frozenset({"value", "written"})

#: So many names are said; the rest are counted.
MOST_NAMES = 4


class NoEditionError(LookupError):
    """The project has no edition of that name, or cannot compose it; says which."""


@dataclass(frozen=True, slots=True)
class Recomputed:
    """An edition composed anew: its figures by id, the texts that show each, and its inputs."""

    figures: Mapping[str, Origin]
    texts: Mapping[str, set[str]]
    inputs: Mapping[str, str]

    def compare(self, one: Print, told: Origin) -> tuple[str, tuple[str, ...]]:
        """Give what the records say of a printed figure, and what of it differs."""
        now = self.figures.get(one.figure)
        if now is None:
            return "", ("the records print no such figure today",)
        texts = sorted(self.texts[one.figure])
        is_same = bare(one.text) in map(bare, texts)
        alike = [text for text in texts if _shape(text) == _shape(one.text)]
        said = one.text if is_same else " / ".join(alike or texts)
        wrong = [] if is_same else [f"the records give {said!r}, not {one.text!r}"]
        before, after = told.model_dump(), now.model_dump()
        wrong += [
            f"the records give {key} {after[key]!r}, not {before[key]!r}"
            for key in before
            # Another text has another value: it is one difference, and is said once.
            if before[key] != after[key] and (is_same or key not in _SHOWN)
        ]
        return said, tuple(wrong)

    def of_edition(self, place: Place, contents: Contents) -> Iterator[Fault]:
        """Say which inputs are not those that it was made from."""
        names = sorted({*self.inputs, *contents.inputs})
        changed = [name for name in names if self.inputs.get(name) != contents.inputs.get(name)]
        if changed:
            words = f"it was made from another {_listed(changed)}"
            mend = "build the edition again, if that matters to you"
            yield Fault(place, words, mend, RULE, Severity.WARNING)


def recompute(project: Project, about: AboutEdition) -> Recomputed:
    """Compose an edition anew, in the project's own dress. Raises NoEditionError."""
    wanted = (about.kind, about.subject, about.setting)
    every = editions(project.library, project.wordings)
    chosen = [one for one in every if (one.kind, one.subject, one.setting.id) == wanted]
    made = [one for one in plan(project, chosen) if isinstance(one, Plan)]
    if not made:
        raise NoEditionError(about.id)
    view, inputs = made[0].view, made[0].inputs
    figures = {name: origin_of(figure) for name, figure in figures_of(view).items()}
    return Recomputed(figures, texts_of(view), inputs)


def _shape(text: str) -> str:
    """Give a text without its digits: what tells the forms of one figure apart."""
    return re.sub(r"[0-9.,]+", "0", text)


def _listed(names: list[str]) -> str:
    more = len(names) - MOST_NAMES
    return ", ".join(names[:MOST_NAMES]) + (f" and {more} more" if more > 0 else "")
