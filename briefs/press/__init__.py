"""Press: HTML as PDF; the only room that knows WeasyPrint."""

from briefs.press.press import Press, PressFault, Printed

__all__ = ["Press", "PressFault", "Printed"]
