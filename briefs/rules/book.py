"""The book of rules: every file of this room, read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from briefs.faults import InvalidInput
from briefs.reading import faults_of, plain, read_yaml
from briefs.rules.chapter18c import Chapter18C
from briefs.rules.codes import Codes
from briefs.rules.fees import Fees
from briefs.rules.offers import Offers
from briefs.rules.trading import Calendar, Currencies, Ticks

HERE = Path(__file__).parent

Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Rules:
    """Every rule that checks may rest on."""

    fees: Fees
    ticks: Ticks
    offers: Offers
    chapter_18c: Chapter18C
    codes: Codes
    currencies: Currencies
    calendar: Calendar


@cache
def rules() -> Rules:
    """Give the rules that come with the program; they are read once."""
    return read_rules(HERE)


def read_rules(folder: Path) -> Rules:
    """Read the rules of a folder.

    Raises InvalidInput with the faults of the first file that has any.
    """
    return Rules(
        fees=_read(folder / "fees.yaml", Fees),
        ticks=_read(folder / "ticks.yaml", Ticks),
        offers=_read(folder / "offers.yaml", Offers),
        chapter_18c=_read(folder / "chapter-18c.yaml", Chapter18C),
        codes=_read(folder / "codes.yaml", Codes),
        currencies=_read(folder / "currencies.yaml", Currencies),
        calendar=_read(folder / "calendar.yaml", Calendar),
    )


def _read(path: Path, model: type[Model]) -> Model:
    name = f"briefs/rules/{path.name}"
    node, faults = read_yaml(path, name=name)
    if node is None or faults:
        raise InvalidInput(faults)
    try:
        return model.model_validate(plain(node))
    except ValidationError as error:
        raise InvalidInput(faults_of(error, node, model=model)) from None
