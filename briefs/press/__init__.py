"""Press: HTML as PDF; the only room that knows WeasyPrint."""

from briefs.press.blocks import Block
from briefs.press.press import Press, PressFault, Printed
from briefs.press.shown import Shown, shown

__all__ = ["Block", "Press", "PressFault", "Printed", "Shown", "shown"]
