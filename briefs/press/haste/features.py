"""Features: what a text asks of its font, such as figures of one width, given back with the text.

For upstream: `Layout.setup()` makes a list of attributes for the features of a font, and never
unrefs it. `pango_layout_set_attributes()` takes a reference of its own, so that the one that
`pango_attr_list_new()` gave is left over, and with it the list: 200 kB for each page of tabular
figures. The list cannot be unreffed as things are, because the attribute in it is kept in
`FontConfiguration.font_features` for the next list, while `pango_attr_list_insert()` takes it over:
whichever list is freed first frees it for all. An attribute for each list, and an unref where
the list has been set, mend both.
"""

from __future__ import annotations

from collections.abc import Callable

from weasyprint.text.ffi import ffi, pango

from briefs.press.geometry import Laid


class _OneEach(dict[bytes, Laid]):
    """Where the renderer looks for an attribute that it has made before, and finds the new one."""

    def setdefault(self, _features: bytes, made: Laid = None) -> Laid:
        """Give what was made, and keep nothing."""
        return made


def giving_back(plain: Callable[[Laid, Laid], None]) -> Callable[[Laid, Laid], None]:
    """Give what sets a text up, and leaves the list of its features to it alone."""

    def setup(layout: Laid, style: Laid) -> None:
        fonts = style.font_config
        shared, fonts.font_features = fonts.font_features, _OneEach()
        try:
            plain(layout, style)
        finally:
            fonts.font_features = shared
        features = pango.pango_layout_get_attributes(layout.layout)
        if features != ffi.NULL:
            pango.pango_attr_list_unref(features)

    return setup
