"""Press: HTML as PDF; the only room that knows WeasyPrint."""
