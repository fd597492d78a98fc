"""The grid: text and rows of tables stand on lines, and a page is filled to its last one."""

from __future__ import annotations

import pytest
from exhibits import whole

from briefs.press.fit import plots
from briefs.press.geometry import MM_PER_PX, by_id
from briefs.press.grid import designed

#: Millimetres that a baseline may stand off its line: sizes and scripts differ in one line.
OFF = 0.36

EDITIONS = ["axera.one-pager.en", "biren.one-pager.zh-Hans", "biren.one-pager.en+zh-Hans"]


def inside(box, name):
    """Find the box of an element by its id."""
    box = getattr(box, "_box", box)
    element = box.element
    if element is not None and element.get("id") == name and "::" not in box.element_tag:
        return box
    found = (inside(child, name) for child in getattr(box, "children", ()))
    return next((one for one in found if one is not None), None)


def baselines(box):
    """Give the baseline of every line of text in a box, in millimetres from the page's top."""
    box = getattr(box, "_box", box)
    if type(box).__name__ == "LineBox":
        if text := "".join(words(box)).strip():
            yield (box.position_y + box.baseline) * MM_PER_PX, text
        return
    for child in getattr(box, "children", ()):
        yield from baselines(child)


def words(box):
    box = getattr(box, "_box", box)
    if type(box).__name__ == "TextBox":
        yield box.text
    for child in getattr(box, "children", ()):
        yield from words(child)


def astray(lines, pitch):
    """Give the lines that stand off the grid of the first one, and by how much."""
    start = lines[0][0]
    offs = [(off(at - start, pitch), text) for at, text in lines]
    return [(round(by, 2), text[:30]) for by, text in offs if abs(by) > OFF]


def off(distance, pitch):
    return (distance + pitch / 2) % pitch - pitch / 2


def pitch_of(layout):
    return designed(layout, "pitch") * 25.4 / 72


@pytest.mark.parametrize("edition", EDITIONS)
def test_text_and_rows_stand_on_one_grid_whatever_their_script(edition):
    layout = whole(edition).layout
    main = list(baselines(inside(first_page(layout), "main")))
    assert len(main) > 40
    assert astray(main, pitch_of(layout)) == []


@pytest.mark.parametrize("edition", EDITIONS[:2])
def test_the_sidebar_stands_on_the_grid_of_the_main_column(edition):
    layout = whole(edition).layout
    first = next(baselines(inside(first_page(layout), "main")))
    side = [first, *baselines(inside(first_page(layout), "side"))]
    assert len(side) > 30
    assert astray(side, pitch_of(layout) / 2) == []


def first_page(layout):
    return layout.pages[0]._page_box  # noqa: SLF001 - as the press reads it


@pytest.mark.parametrize("edition", EDITIONS)
def test_a_page_is_filled_to_its_last_line(edition):
    exhibit = whole(edition)
    spots = by_id(exhibit.layout)
    pitch = pitch_of(exhibit.layout)
    assert 0 <= exhibit.page.bottom - spots["foot"].bottom < pitch
    for column in {"main", "side"} & spots.keys():
        body = spots.get("body", spots["main"])
        assert body.bottom - spots[column].bottom < pitch, column


def test_pictures_of_a_row_are_whole_lines_high():
    layout = whole(EDITIONS[0]).layout
    heights = {round(place.height + 1.4, 2) for _, place in plots(layout)}
    for height in heights:
        lines = height / pitch_of(layout)
        assert abs(lines - round(lines)) < 0.05, heights
