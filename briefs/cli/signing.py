"""The verb sign: a signature on a finished PDF, with a key that no command line ever shows."""

from __future__ import annotations

import os
import sys
from base64 import b64decode
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefs.build.files import CannotWriteError, SetupError, put
from briefs.cli import report, terminal
from briefs.cli.exits import Exit
from briefs.cli.secrets import secret
from briefs.cli.session import Session, common
from briefs.faults import Fault, Place

if TYPE_CHECKING:  # Of the extra `sign`.
    from briefs.evidence.signing import Box, Key

#: Ends the name of a signed PDF, before its suffix.
SIGNED = ".signed"

KEY, PASSWORD = "BRIEFS_SIGN_KEY", "BRIEFS_SIGN_PASSWORD"


def needs() -> None:
    """Say which extra is missing, if it is."""
    if find_spec("pyhanko") is None:
        message = "the package pyhanko, which signs and checks signatures, is not installed"
        raise SetupError(message, "run `pip install 'briefs[sign]'`")


@click.command(
    epilog="Examples:  briefs sign axera.pdf --key me.p12  ·  briefs sign axera.pdf --to out.pdf  "
    "·  briefs sign axera.pdf --visible 1,70,283,56,9"
)
@common
@click.argument(
    "file", metavar="FILE", type=click.Path(path_type=Path, exists=True, dir_okay=False)
)
@click.option(
    "--key",
    "key_file",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help=f"PKCS#12 file (default: {KEY}_FILE, or {KEY} in base64).",
)
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Where the signed PDF goes (default: NAME.signed.pdf beside it).",
)
@click.option("--reason", default="", metavar="WORDS", help="Why you sign.")
@click.option(
    "--visible",
    metavar="PAGE,LEFT,TOP,WIDTH,HEIGHT",
    help="Show the signature on a page, in millimetres; the PDF is then no longer PDF/UA.",
)
@click.option("--overwrite", is_flag=True, help="Replace a file of the same name.")
@click.pass_obj
def sign(
    session: Session,
    /,
    file: Path,
    key_file: Path | None,
    target: Path | None,
    **said: str | bool | None,
) -> Exit:
    """Sign a PDF (PAdES) as an addition: no byte of the PDF as built is changed.

    The password of the key comes from BRIEFS_SIGN_PASSWORD, from the file that
    BRIEFS_SIGN_PASSWORD_FILE names, or is asked for.
    """
    needs()
    from briefs.evidence import signing  # noqa: PLC0415 - of the extra `sign`

    target = target or file.with_name(f"{file.stem}{SIGNED}{file.suffix}")
    if target.exists() and not said["overwrite"]:
        raise CannotWriteError(str(target), "it is there already; say --overwrite, or another --to")
    box = _box(str(said["visible"]), session) if said["visible"] else None
    now = datetime.now(UTC)
    try:
        key = _key(key_file, now)
        signed = signing.sign(file.read_bytes(), key, now, reason=str(said["reason"]), box=box)
    except signing.KeyFault as error:
        raise SetupError(str(error), error.mend) from error
    except signing.UnsignableError as error:
        fault = Fault(Place(str(file)), str(error), "sign a PDF as `briefs build` made it", "sign")
        return unusable(session, [fault])
    put(target, signed)
    _told(session, target, key)
    return Exit.OK


def unusable(session: Session, faults: Sequence[Fault]) -> Exit:
    """Say what is wrong with a PDF that cannot be worked with."""
    if session.json:
        terminal.show_document(report.document(Exit.DATA, faults))
    else:
        terminal.say_faults(faults)
    return Exit.DATA


def _told(session: Session, target: Path, key: Key) -> None:
    if session.json:
        more = {"path": str(target), "signer": key.name, "certificate_ends": key.ends.isoformat()}
        terminal.show_document(report.document(Exit.OK, (), **more))
        return
    terminal.show_line(
        f"{target}: signed by {key.name}, whose certificate ends {key.ends:%Y-%m-%d}"
    )


def _box(text: str, session: Session) -> Box:
    from briefs.evidence.signing import Box  # noqa: PLC0415 - of the extra `sign`

    try:
        page, *sides = text.split(",")
        left, top, width, height = map(float, sides)
        box = Box(int(page), left, top, width, height, session.faces())
    except ValueError as error:
        raise click.UsageError(f"--visible {text!r} is not PAGE,LEFT,TOP,WIDTH,HEIGHT") from error
    if box.page < 1 or not (width > 0 and height > 0):
        raise click.UsageError("--visible wants a page from 1 on, and a size")
    return box


def _key(file: Path | None, now: datetime) -> Key:
    """Open the key that the command line or the environment names."""
    from briefs.evidence.signing import key_of  # noqa: PLC0415 - of the extra `sign`

    data = _data(file, os.environ)
    password = secret(os.environ, PASSWORD)
    if password is None and sys.stdin.isatty():
        password = click.prompt("Password of the key", hide_input=True, default="", err=True)
    return key_of(data, password, now)


def _data(file: Path | None, environ: Mapping[str, str]) -> bytes:
    if file is None and environ.get(KEY):
        try:
            return b64decode(environ[KEY], validate=True)
        except ValueError as error:
            raise SetupError(f"{KEY} is not base64", "set it to `base64 -w0 FILE.p12`") from error
    path = file or (Path(environ[f"{KEY}_FILE"]) if environ.get(f"{KEY}_FILE") else None)
    if path is None:
        raise SetupError("there is no key to sign with", f"name it with --key, or set {KEY}_FILE")
    try:
        return path.read_bytes()
    except OSError as error:
        raise SetupError(f"the key {path} cannot be read: {error.strerror}", "mend it") from error
