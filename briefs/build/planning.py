"""Planning: the view of each edition, and every input that its bytes depend on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from briefs.build.edition import Edition
from briefs.build.editions import View
from briefs.build.enclosing import Papers
from briefs.build.fingerprint import (
    code_keys,
    fingerprint,
    inputs_of,
    page_inputs,
    parts_of,
    shared_inputs,
)
from briefs.build.project import Project, wordless
from briefs.build.watching import watched
from briefs.faults import Fault, InvalidInput
from briefs.language import WordingError
from briefs.pages import Designer
from briefs.phases import phase


@dataclass(frozen=True)
class Plan:
    """An edition that is ready to be made: its view, its papers, and all its bytes depend on.

    `keys` are the records' and wordings' own names for what is in the view. The `weight` of what
    it says tells about how long it will take to render.
    """

    edition: Edition
    view: View
    papers: Papers
    inputs: dict[str, str]
    keys: dict[str, str]
    weight: int

    @cached_property
    def fingerprint(self) -> str:
        """The digest of all inputs."""
        return fingerprint(self.inputs)


@dataclass(frozen=True, slots=True)
class Unplanned:
    """An edition that cannot be composed, and why."""

    edition: Edition
    faults: tuple[Fault, ...]


def plan(project: Project, editions: Iterable[Edition]) -> Iterator[Plan | Unplanned]:
    """Compose each edition with its inputs, or say why it cannot be composed."""
    shared, code = shared_inputs(), code_keys()
    designer = Designer([project.templates], project.theme, project.wordings, paper=project.paper)
    laid_out: dict[tuple[str, bool], dict[str, str]] = {}
    watching = watched(project)
    phase("view")
    for edition in editions:
        sort = (edition.kind, edition.setting.is_bilingual)
        try:
            view, papers, keys = watching.compose(edition)
            if sort not in laid_out:
                laid_out[sort] = page_inputs(designer, project.theme, view) | shared
        except WordingError as error:
            yield Unplanned(edition, (wordless(edition.id, error),))
        except InvalidInput as error:
            yield Unplanned(edition, error.faults)
        else:
            parts, shared_by = parts_of(view), laid_out[sort]
            own = inputs_of(parts, view.setting, wordings=project.wordings, shared=shared_by)
            weight = sum(map(len, parts.values()))
            yield Plan(edition, view, papers, own | papers.inputs(), keys | code, weight)
