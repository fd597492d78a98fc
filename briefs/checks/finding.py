"""Findings: what a check says of a record, and whether somebody has acknowledged it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from briefs.faults import Place, Severity
from briefs.figures import Figure
from briefs.records.company import Acknowledgement

#: Ends the name of a figure that a page quotes beside the one that stands in its place.
AS_STATED = ".as_stated"


class Verdict(StrEnum):
    """What a check found."""

    HOLDS = "holds"
    CONTRADICTS = "contradicts"
    TENSION = "tension"
    NOT_TESTABLE = "not testable"
    EXTERNAL_CONFLICT = "external conflict"


#: Verdicts that ask nobody to look.
QUIET = (Verdict.HOLDS, Verdict.NOT_TESTABLE)


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check says of one fact.

    `path` names what is in question within the record of `subject`, and `place` where it is
    written. `stated` is the figure in question, if it is one; `inputs` are what it was tested
    against; `computed` is what follows from them. `words` say it for the person at the desk;
    where they have fields, as `str.format` knows them, `named` fills these once somebody asks
    for the message: most findings hold, and nobody reads them.
    An acknowledged contradiction lets a build pass and is printed as a data note; the computed
    value is what the page shows. `severity` is that of a contradiction; a tension only warns.
    """

    check: str
    verdict: Verdict
    subject: str
    path: str
    place: Place
    words: str
    stated: Figure | None = None
    inputs: tuple[Figure, ...] = ()
    computed: Figure | None = None
    severity: Severity = Severity.ERROR
    acknowledged: Acknowledgement | None = None
    named: tuple[object, ...] = ()

    @property
    def message(self) -> str:
        """What was found, for the person at the desk."""
        return self.words.format(*self.named) if self.named else self.words

    @property
    def quoted(self) -> Figure | None:
        """The figure in question as a page quotes it.

        Where a computed figure stands in its place, it has a name of its own: one name on a page
        means one value.
        """
        replaced = self.verdict is Verdict.CONTRADICTS and self.acknowledged and self.computed
        if self.stated is None or not replaced:
            return self.stated
        return replace(self.stated, path=f"{self.stated.path}{AS_STATED}")


def about(  # noqa: PLR0913 - a finding has as many parts
    figure: Figure,
    check: str,
    verdict: Verdict,
    words: str,
    *named: object,
    inputs: tuple[Figure, ...] = (),
    computed: Figure | None = None,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Make a finding about a figure; `named` are what the words have fields for."""
    return Finding(
        check,
        verdict,
        figure.subject,
        figure.path,
        figure.place,
        words,
        figure,
        inputs,
        computed,
        severity,
        None,
        named,
    )
