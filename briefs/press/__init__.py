"""Press: HTML as PDF; the only room that knows WeasyPrint."""

from briefs.press.blocks import Block
from briefs.press.enclosures import Enclosure
from briefs.press.press import Enclosing, Press, PressFault, Printed
from briefs.press.shown import Shown

__all__ = ["Block", "Enclosing", "Enclosure", "Press", "PressFault", "Printed", "Shown"]
