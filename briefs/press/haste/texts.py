"""Texts: lines that the renderer asks Pango for more than once, measured once.

For upstream: the same text in the same style and width is split into lines when the columns of a
table are measured, when a line is laid out, again when a float or a line's height moves it, and
once more for every layout of the document. What comes of it is a handful of numbers, for Pango's
own objects are given up as soon as a line is known.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from weasyprint.text import fonts, line_break
from weasyprint.text.constants import LST_TO_ISO, PANGO_DIRECTION
from weasyprint.text.ffi import ffi, gobject, pango, unicode_to_char_p

from briefs.press.geometry import Laid
from briefs.press.haste.features import giving_back
from briefs.press.haste.styles import is_settled, once

#: The properties on which the lines of a text depend.
_PROPERTIES = (
    "direction",
    "font_family",
    "font_feature_settings",
    "font_kerning",
    "font_language_override",
    "font_size",
    "font_stretch",
    "font_style",
    "font_variant_alternates",
    "font_variant_caps",
    "font_variant_east_asian",
    "font_variant_ligatures",
    "font_variant_numeric",
    "font_variant_position",
    "font_variation_settings",
    "font_weight",
    "hyphenate_character",
    "hyphenate_limit_chars",
    "hyphenate_limit_zone",
    "hyphens",
    "lang",
    "letter_spacing",
    "overflow_wrap",
    "tab_size",
    "text_decoration_line",
    "white_space",
    "word_break",
    "word_spacing",
)

#: The properties that say which features of a font are used, as the renderer asks for them.
_FEATURES = (
    "font_kerning",
    "font_variant_ligatures",
    "font_variant_position",
    "font_variant_caps",
    "font_variant_numeric",
    "font_variant_alternates",
    "font_variant_east_asian",
    "font_feature_settings",
)

_strut, _split = line_break.strut, line_break.split_first_line
_set_up = giving_back(line_break.Layout.setup)


def strut(style: Laid) -> tuple[float, float]:
    """Give the height of a line and its baseline, which follow from its style alone."""
    found: tuple[float, float] = once(style, "strut", _strut)
    return found


def set_up(layout: Laid, style: Laid) -> None:
    """Set up a layout of Pango, in the context that all layouts of a style can have.

    For upstream: a context, a language and a description of fonts follow from a style, and Pango
    only reads them.
    """
    if style["text_decoration_line"] != "none":
        _set_up(layout, style)
        return
    context, layout.language, description, features = once(style, "pango", _context)
    layout.style, layout.first_line_direction = style, 0
    layout.ascent = layout.underline_position = layout.strikethrough_position = None
    layout.layout = ffi.gc(pango.pango_layout_new(context), gobject.g_object_unref)
    pango.pango_layout_set_auto_dir(layout.layout, 0)
    pango.pango_layout_set_font_description(layout.layout, description)
    if features:
        # A list of the layout's own, which keeps it and adds spacing to it.
        attributes = pango.pango_attr_list_new()
        pango.pango_attr_list_insert(attributes, pango.pango_attr_font_features_new(features))
        pango.pango_layout_set_attributes(layout.layout, attributes)
        pango.pango_attr_list_unref(attributes)


def _context(style: Laid) -> tuple[Laid, Laid, Laid, bytes]:
    """Make what layouts of a style share, as the renderer makes it for each of them."""
    context = ffi.gc(
        pango.pango_font_map_create_context(style.font_config.font_map), gobject.g_object_unref
    )
    pango.pango_context_set_round_glyph_positions(context, 0)
    pango.pango_context_set_base_dir(context, PANGO_DIRECTION[style["direction"]])
    language = pango.pango_language_get_default()
    name = style["font_language_override"]
    name = style["lang"] if name == "normal" else LST_TO_ISO.get(name.lower(), name)
    if name:
        pointer, _text = unicode_to_char_p(name)
        language = pango.pango_language_from_string(pointer)
        pango.pango_context_set_language(context, language)
    asked = fonts.font_features(*(style[name] for name in _FEATURES))
    features = ",".join(f"{key} {value}" for key, value in asked.items()).encode()
    return context, language, fonts.get_font_description(style), features


def _manner(style: Laid) -> str:
    return repr([style[name] for name in _PROPERTIES])


def splitting() -> Callable[..., Any]:
    """Give what splits lines of one document, and remembers them."""
    known: dict[object, Any] = {}

    def split_first_line(
        text: str, style: Laid, context: Laid, max_width: Laid, spacing: float, **of: bool
    ) -> Any:  # noqa: ANN401 - what the renderer's own function gives
        if not is_settled(style):
            return _split(text, style, context, max_width, spacing, **of)
        key = (once(style, "manner", _manner), text, max_width, spacing, *of.items())
        if key not in known:
            known[key] = _split(text, style, context, max_width, spacing, **of)
        layout, *measured = known[key]
        # A line's layout is its box's own: it is set up again to draw it.
        own = line_break.Layout.__new__(line_break.Layout)
        own.__dict__.update(layout.__dict__)
        return own, *measured

    return split_first_line
