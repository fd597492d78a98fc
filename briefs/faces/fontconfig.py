"""Tells fontconfig of our faces, and of no others, so that every machine sets the same page."""

from __future__ import annotations

import os
from pathlib import Path
from xml.sax.saxutils import escape

CONFIGURATION = """\
<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{faces}</dir>
  <cachedir>{cache}</cachedir>
  <config><rescan><int>0</int></rescan></config>
</fontconfig>
"""


def write_fontconfig(directory: Path) -> Path:
    """Write the configuration of a directory of faces, and return its path.

    It takes effect when `FONTCONFIG_FILE` names it before the first use of fontconfig.
    """
    # fontconfig does not look for fonts in folders whose names begin with a dot.
    own = directory.absolute() / ".fontconfig"
    text = CONFIGURATION.format(faces=escape(str(own.parent)), cache=escape(str(own / "cache")))
    path = own / "fonts.conf"
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        own.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(f".{os.getpid()}.part")
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    return path
