"""Versions: the libraries whose change may change the bytes of a PDF."""

from __future__ import annotations

import ctypes
import ctypes.util
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from importlib.metadata import PackageNotFoundError, version

#: Python packages that lay out, draw, print or bind.
PACKAGES = ("fonttools", "jinja2", "matplotlib", "numpy", "pikepdf", "pydyf", "weasyprint")

#: The names under which the loader knows a system library, as WeasyPrint tries them.
_NAMES = {
    "pango": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "harfbuzz": ("libharfbuzz.so.0", "libharfbuzz.0.dylib", "libharfbuzz-0.dll"),
    "harfbuzz-subset": (
        "libharfbuzz-subset.so.0",
        "libharfbuzz-subset.0.dylib",
        "libharfbuzz-subset-0.dll",
    ),
    "fontconfig": ("libfontconfig.so.1", "libfontconfig.1.dylib", "libfontconfig-1.dll"),
}

#: Where Homebrew and MacPorts keep libraries, which the loader of macOS does not search.
_PLACES = ("", "/opt/homebrew/lib/", "/usr/local/lib/", "/opt/local/lib/")


def package_version(name: str) -> str:
    """Return the version of an installed package, or nothing."""
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _text(function: str) -> Callable[[ctypes.CDLL], str]:
    def ask(library: ctypes.CDLL) -> str:
        call = getattr(library, function)
        call.restype = ctypes.c_char_p
        return str(call().decode())

    return ask


def _fontconfig(library: ctypes.CDLL) -> str:
    # FcGetVersion gives major * 10000 + minor * 100 + revision.
    number = library.FcGetVersion()
    return f"{number // 10000}.{number // 100 % 100}.{number % 100}"


_ASK: dict[str, Callable[[ctypes.CDLL], str]] = {
    "pango": _text("pango_version_string"),
    "harfbuzz": _text("hb_version_string"),
    "harfbuzz-subset": _text("hb_version_string"),
    "fontconfig": _fontconfig,
}


def library_version(name: str) -> str:
    """Return the version of a system library, or nothing where it cannot be loaded."""
    for place in _PLACES:
        for file in _NAMES[name]:
            with suppress(OSError, AttributeError):
                return _ASK[name](ctypes.CDLL(place + file))
    return ""


def libraries() -> dict[str, str]:
    """Return the version of every system library that we print with."""
    return {name: library_version(name) for name in _NAMES}


def versions() -> dict[str, str]:
    """Return every version that may change the bytes of a PDF."""
    found = {"python": f"{sys.version_info.major}.{sys.version_info.minor}"}
    found |= {name: package_version(name) for name in PACKAGES}
    return found | libraries()


@contextmanager
def named_as_here() -> Iterator[None]:
    """Let WeasyPrint be imported without a compiler being asked where its libraries are.

    It tries the names of every system in turn. For each that the loader of Linux does not know,
    ctypes runs ldconfig, a compiler and a linker, some 80 processes in all, before the one that
    the loader does know is tried: the one by which `libraries` has found them already.
    """
    if sys.platform != "linux":
        yield
        return
    before = ctypes.util.find_library
    ctypes.util.find_library = lambda name: None  # noqa: ARG005 - as ctypes names it
    try:
        yield
    finally:
        ctypes.util.find_library = before
