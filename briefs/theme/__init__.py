"""Theme: the house style that a publisher changes in one file, without Python."""

from briefs.theme.contrast import GRAPHIC_CONTRAST, TEXT_CONTRAST, contrast, lightness, luminance
from briefs.theme.loading import DEFAULT, Themes, load_theme, load_themes, read_theme
from briefs.theme.tokens import Company, Logo, Records, Theme

__all__ = [
    "DEFAULT",
    "GRAPHIC_CONTRAST",
    "TEXT_CONTRAST",
    "Company",
    "Logo",
    "Records",
    "Theme",
    "Themes",
    "contrast",
    "lightness",
    "load_theme",
    "load_themes",
    "luminance",
    "read_theme",
]
