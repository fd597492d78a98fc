"""Haste: what WeasyPrint asks again and again while it sets pages, asked once."""

from briefs.press.haste.hastening import hastened
from briefs.press.haste.lending import Setting, Stock
from briefs.press.haste.matching import Walk

__all__ = ["Setting", "Stock", "Walk", "hastened"]
