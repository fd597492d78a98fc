"""Contrast: how well two colours are told apart, and how light each of them prints."""

from __future__ import annotations

#: Least contrast (WCAG 2.2, 1.4.3 for text and 1.4.11 for graphics).
TEXT_CONTRAST = 4.5
GRAPHIC_CONTRAST = 3.0

#: Below this part of full light an sRGB channel is linear (IEC 61966-2-1).
_LINEAR = 0.04045


def contrast(one: str, other: str) -> float:
    """Compute the contrast of two colours as WCAG 2.2 defines it, from 1 to 21."""
    lights = sorted((luminance(one), luminance(other)))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def luminance(colour: str) -> float:
    """Compute the relative luminance of a colour, from 0 to 1."""
    channels = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    parts = [c / 12.92 if c <= _LINEAR else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def lightness(colour: str) -> float:
    """Compute how light a colour looks in a greyscale print, from 0 to 100 (CIE L*)."""
    light = luminance(colour)
    return 116 * (light ** (1 / 3) if light > 216 / 24389 else light * 841 / 108 + 4 / 29) - 16
