"""Mailing: what the verbs of delivery find in the environment and in the files of a project."""

from __future__ import annotations

import os
import platform
import random
import ssl
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefs.build.editions import editions
from briefs.build.files import SetupError
from briefs.build.project import Project
from briefs.cli.secrets import secret
from briefs.cli.session import Session
from briefs.delivery.ledger import LEDGER
from briefs.delivery.recipients import RECIPIENTS, Recipients, Server, read_recipients
from briefs.delivery.sending import World
from briefs.language import settings

if TYPE_CHECKING:  # Loaded by a run that signs, or that talks to a server.
    from briefs.delivery.dkim import Signer
    from briefs.delivery.wire import Access

EXAMPLE = "recipients.example.yaml"

#: The service under which a password stands in the keyring of a desktop.
KEYRING = "briefs"

LEDGER_OPTION = click.option(
    "--ledger",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="BRIEFS_LEDGER",
    metavar="FILE",
    help=f"Where it is kept what became of each message (default: {LEDGER}).",
)


def world() -> World:
    """Give sending the real clock, and real chance."""
    return World(lambda: datetime.now(UTC), time.sleep, random.random)


def recipients_of(session: Session, project: Project, path: Path | None) -> Recipients:
    """Read the file of recipients; raises SetupError or InvalidInput."""
    file = path or session.project / RECIPIENTS
    if not file.exists():
        mend = f"copy {EXAMPLE} to {RECIPIENTS} and write who gets what, or name a file"
        raise SetupError(f"there is no file {file}", mend)
    every = editions(project.library, project.wordings)
    return read_recipients(
        file,
        name=file.name,
        subjects=dict.fromkeys(one.subject for one in every),
        settings=[one.id for one in settings(project.wordings)],
    )


def server_of(recipients: Recipients) -> Server:
    """Give the server that takes the mail; raises SetupError where none is named."""
    if recipients.server is None:
        raise SetupError("no server is named", "write `server:` in the file of recipients")
    user = os.environ.get("BRIEFS_SMTP_USER")
    return recipients.server.model_copy(update={"user": user}) if user else recipients.server


def ledger_path(session: Session, named: Path | None) -> Path:
    """Say where the ledger is."""
    return named or session.project / LEDGER


def durable(session: Session, named: Path | None, *, ephemeral: bool) -> Path:
    """Say where the ledger is, and refuse one that is thrown away with a machine of CI."""
    path = ledger_path(session, named)
    if os.environ.get("CI", "") in ("", "0", "false") or ephemeral:
        return path
    inside = path.resolve().is_relative_to(session.project.resolve())
    if named is None or inside:
        raise SetupError(
            "this machine is thrown away after the run, and the ledger with it",
            "name a durable place outside the project with --ledger FILE or BRIEFS_LEDGER, "
            "or say --ephemeral-ledger",
        )
    return path


def access_of(server: Server) -> Access:
    """Give what a server is reached with; the password is in no argument and in no log."""
    from briefs.delivery.wire import Access  # noqa: PLC0415 - as said above

    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    own = os.environ.get("BRIEFS_SMTP_CA_FILE")
    if own:
        try:
            context.load_verify_locations(own)
        except (OSError, ssl.SSLError) as error:
            raise SetupError(
                f"the certificates in {own} cannot be read", "mend BRIEFS_SMTP_CA_FILE"
            ) from error
    password = _password(server) if server.user else None
    return Access(context, password, platform.node() or "localhost")


def _password(server: Server) -> str | None:
    found = secret(os.environ, "BRIEFS_SMTP_PASSWORD")
    if found is not None:
        return found
    try:
        import keyring  # noqa: PLC0415 - of the extra `mail`
        from keyring.errors import KeyringError  # noqa: PLC0415
    except ImportError:
        return None
    try:
        return keyring.get_password(KEYRING, f"{server.user}@{server.host}")
    except KeyringError:
        return None


def signer_of(recipients: Recipients) -> Signer | None:
    """Give the key that signs, where a domain and selector are named."""
    dkim = recipients.sender.dkim
    if dkim is None:
        return None
    pem = secret(os.environ, "BRIEFS_DKIM_KEY")
    if pem is None:
        mend = "set BRIEFS_DKIM_KEY_FILE to a file with the private key, or take dkim: away"
        raise SetupError(f"there is no key to sign for {dkim.domain}", mend)
    try:
        from briefs.delivery.dkim import DkimError, load_signer  # noqa: PLC0415 - as said above
    except ImportError as error:
        message = "the package cryptography, which signs, is not installed"
        raise SetupError(message, "run `pip install 'briefs[mail]'`") from error
    try:
        return load_signer(pem.encode(), dkim.domain, dkim.selector)
    except DkimError as error:
        raise SetupError(str(error), error.mend) from error
