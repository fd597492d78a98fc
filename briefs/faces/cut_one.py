"""Cuts one face in a process of its own, where nothing has imported fontTools yet."""

from __future__ import annotations

import sys
from pathlib import Path

from briefs.faces.pins import pinned_faces
from briefs.faces.sources_first import prefer_sources


def main(name: str, source: str, target: str) -> None:
    """Cut the face of a name from a font file into another file."""
    prefer_sources("fontTools")
    from briefs.faces.cutting import cut  # noqa: PLC0415  it imports fontTools

    face = next(face for face in pinned_faces() if face.name == name)
    cut(face, Path(source), Path(target))


if __name__ == "__main__":
    main(*sys.argv[1:])
