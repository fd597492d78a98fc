"""Secrets: from the environment or from a file that it names, and never from a command line."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from briefs.build.files import SetupError


def secret(environ: Mapping[str, str], name: str) -> str | None:
    """Give a secret from the environment, or from the file that the environment names."""
    if environ.get(name):
        return environ[name]
    path = environ.get(f"{name}_FILE")
    if not path:
        return None
    try:
        return Path(path).read_text(encoding="utf-8").removesuffix("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise SetupError(f"{path} cannot be read", f"mend {name}_FILE") from error
