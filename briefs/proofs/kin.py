"""Kin: which of some PDFs are settings of one brief, by what each says of itself."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pikepdf

from briefs.proofs.hearing import Finished
from briefs.proofs.parity import Comparison, compare


@dataclass(frozen=True, slots=True)
class Kin:
    """Settings of one brief: its id, the setting of each file, and what comparing them found."""

    brief: str
    settings: dict[str, str]
    comparison: Comparison

    def __str__(self) -> str:
        counts = self.comparison.counts
        said = ", ".join(f"{self.settings[name]} {count}" for name, count in counts.items())
        if len(counts) > 1:
            return f"{self.brief}: figures and times compared between settings: {said}"
        return f"{self.brief}: one readable setting, so its figures are compared with no other"


def kindred(pdfs: Mapping[str, bytes]) -> Iterator[Kin]:
    """Compare the PDFs that are settings of one brief; one that names no edition is left out."""
    briefs: dict[str, dict[str, str]] = {}
    for name, pdf in pdfs.items():
        brief, _, setting = edition_of(pdf).rpartition(".")
        if brief and setting not in briefs.setdefault(brief, {}).values():
            briefs[brief][name] = setting
    for brief, settings in briefs.items():
        finished = (
            Finished(name, tuple(setting.split("+")), pdfs[name])
            for name, setting in settings.items()
        )
        yield Kin(brief, settings, compare(tuple(finished)))


def edition_of(pdf: bytes) -> str:
    """Give the edition that a PDF says it is, or nothing."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return str(document.open_metadata().get("dc:identifier", ""))
    except pikepdf.PdfError:
        return ""
