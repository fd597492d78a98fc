"""Colours of a deck: told apart by colour-blind readers, and in a greyscale print by the marker."""

from __future__ import annotations

from itertools import combinations, pairwise
from pathlib import Path

import numpy as np
import pytest

from briefs.theme import load_theme

THEMES = Path(__file__).parent.parent / "templates" / "themes"
NAMES = sorted(path.stem for path in THEMES.glob("*.toml"))

#: How linear red, green and blue look without long or middle cones, at full strength
#: (Machado, Oliveira and Fernandes, 2009), and in grey.
SEEN_BY = {
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "greyscale": ((0.2126, 0.7152, 0.0722),) * 3,
}

#: CIE76 distances above this are told apart side by side without looking twice.
APART = 10.0

#: D65 white, and the way from linear sRGB to XYZ.
WHITE = np.array([0.95047, 1.0, 1.08883])
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(colour):
    channels = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(colour, reader):
    seen = np.clip(np.array(SEEN_BY[reader]) @ linear(colour), 0, 1)
    x, y, z = np.cbrt(XYZ @ seen / WHITE)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def distance(one, other, reader):
    return float(np.linalg.norm(lab(one, reader) - lab(other, reader)))


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reader", SEEN_BY)
def test_companies_differ_in_colour_or_else_in_marker(name, reader):
    company = load_theme(THEMES / f"{name}.toml").company
    wears = list(zip(company.colours, company.markers, strict=True))
    for (one, mark), (other, sign) in combinations(wears, 2):
        assert distance(one, other, reader) > APART or mark != sign, (one, other)


@pytest.mark.parametrize("reader", ["protanopia", "deuteranopia"])
def test_neighbours_of_a_deck_differ_for_colour_blind_readers_by_colour_alone(reader):
    colours = load_theme(THEMES / "default.toml").company.colours
    for one, other in pairwise(colours):
        assert distance(one, other, reader) > APART, (one, other)


def test_no_company_wears_what_means_risk():
    theme = load_theme(THEMES / "default.toml")
    assert theme.colour.accent not in theme.company.colours


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reader", SEEN_BY)
def test_bars_of_a_pair_differ_for_every_reader(name, reader):
    theme = load_theme(THEMES / f"{name}.toml")
    fills = [theme.colour.named(theme.chart.roles.named(role).fill) for role in ("risk", "support")]
    assert distance(*fills, reader) > 2 * APART


def test_the_simulation_knows_what_red_and_green_look_like():
    # The classic confusion: these two are far apart, and not for a deuteranope.
    red, green = "#b08030", "#80a030"
    assert distance(red, green, "deuteranopia") < APART
    plain = np.linalg.norm(linear(red) - linear(green))
    assert plain > 0.2
