"""Lengths: used values of a box, without a call for each that is a length already."""

from __future__ import annotations

from math import inf

from weasyprint.css.functions import check_math
from weasyprint.formatting_structure.boxes import Box, PageBox
from weasyprint.layout import percent

from briefs.press.geometry import Laid

_ACROSS = (
    *("margin_left", "margin_right", "padding_left", "padding_right"),
    *("width", "min_width", "max_width"),
)
_ALONG = ("margin_top", "margin_bottom", "padding_top", "padding_bottom")
_DOWN = ("height", "min_height", "max_height")
_BORDERS = tuple(f"border_{side}_width" for side in ("top", "right", "bottom", "left"))


def resolve_percentages(box: Laid, containing_block: Laid) -> None:
    """Set used values as attributes of a box.

    For upstream: fifteen values are resolved for every box, each time that it is laid out, through
    three functions each. Nearly all are lengths in pixels, or "auto", and are what they are.
    """
    if isinstance(containing_block, Box):
        width, height = containing_block.width, containing_block.height
    else:
        width, height = containing_block
    # What is out of the flow is known by a placeholder.
    style, used = box.style, getattr(box, "_box", box).__dict__
    _use(style, used, _ACROSS, width)
    _use(style, used, _ALONG, height if isinstance(box, PageBox) else width)
    if height == "auto":
        own = style["height"]
        is_free = own == "auto" or check_math(own) or own.unit == "%"
        used["height"] = "auto" if is_free else own.value
        _use(style, used, ("min_height",), 0)
        _use(style, used, ("max_height",), inf)
    else:
        _use(style, used, _DOWN, height)
    is_collapsed = style["border_collapse"] == "collapse"
    for name in _BORDERS:
        # Where borders are collapsed, a table has settled them.
        if not (is_collapsed and hasattr(box, name)):
            used[name] = style[name]
    if style["box_sizing"] != "content-box":
        percent.adjust_box_sizing(box, "width")
        percent.adjust_box_sizing(box, "height")


def _use(style: Laid, used: dict[str, Laid], names: tuple[str, ...], whole: Laid) -> None:
    """Set used values, of which percentages are of a whole."""
    for name in names:
        value = style[name]
        if value == "auto":
            used[name] = 0 if name in {"min_width", "min_height"} else value
        elif getattr(value, "unit", "%") != "%":
            used[name] = value.value
        else:
            used[name] = percent.percentage(value, style, whole)
