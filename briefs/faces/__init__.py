"""The faces that pages are set in: pinned, cut from installed fonts, and kept in a cache.

Families: Briefs Sans (400, 600, 700), Briefs Serif (400, 600), Briefs Sans SC and Briefs Sans HK
(400, 700). A Chinese stack begins with the Chinese family, an English one with the Latin family.
"""

from briefs.faces.coverage import coverage
from briefs.faces.fontconfig import write_fontconfig
from briefs.faces.pins import (
    Face,
    Source,
    cache_directory,
    faces_directory,
    marks,
    missing,
    pinned_faces,
)

__all__ = [
    "Face",
    "Source",
    "cache_directory",
    "coverage",
    "faces_directory",
    "marks",
    "missing",
    "pinned_faces",
    "write_fontconfig",
]
