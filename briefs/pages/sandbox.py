"""The sandbox: what templates may do, which somebody else may have written.

They look at views, loop and call macros. Whatever breaks in one is its own fault, with its line.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jinja2
from jinja2.runtime import BlockReference, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from briefs.faults import Fault, InvalidInput, Place
from briefs.language.wording import WordingError

#: What the names of templates end in.
SUFFIXES = (".html", ".xml")

#: A template can make its own error as long as it likes.
MOST = 300

#: Values whose methods do nothing but look.
_PLAIN = (str, int, float, tuple, list, dict, jinja2.runtime.LoopContext)


class Sandbox(ImmutableSandboxedEnvironment):
    """Templates that reach nothing but what they are given.

    Jinja's own sandbox lets a template call any method whose name has no low line in front, and
    models have some that read files and more (`parse_file`, `parse_raw`). So nothing is called
    but macros, what the designer gives to all templates, and methods of plain values.
    """

    def is_safe_callable(self, obj: object) -> bool:
        """Whether a template may call something."""
        given = any(obj is one for one in self.globals.values())
        plain = isinstance(getattr(obj, "__self__", None), _PLAIN)
        known = given or plain or isinstance(obj, (Macro, BlockReference))
        return known and super().is_safe_callable(obj)


@contextmanager
def blamed(template: str) -> Iterator[None]:
    """Say what breaks in a template as a fault of the template. Raises InvalidInput.

    A lack of memory is not the template's to explain, and a missing word is the wording's.
    """
    try:
        yield
    except (MemoryError, WordingError):
        raise
    except Exception as error:
        raise InvalidInput([_fault(error, template)]) from error


def _fault(error: Exception, template: str) -> Fault:
    if isinstance(error, jinja2.TemplateSyntaxError):
        place = Place(f"templates/{error.name or template}", error.lineno, 1)
        return Fault(place, f"the template is broken: {error.message}", "mend it", "template")
    line, name = _where(error, template)
    words = str(getattr(error, "message", "") or error)[:MOST]
    if isinstance(error, jinja2.TemplateNotFound) and error.name:
        words = f"there is no template {error.name!r} here"
    if not isinstance(error, jinja2.TemplateError):
        words = f"the template breaks down: {type(error).__name__}: {words}"
    return Fault(Place(f"templates/{name}", line, 1 if line else 0), words, "mend it", "template")


def _where(error: Exception, template: str) -> tuple[int, str]:
    """Find the innermost template line of a traceback, which Jinja rewrites to the template."""
    line, name, trace = 0, template, error.__traceback__
    folder = Path(template).parent
    while trace:
        file = Path(trace.tb_frame.f_code.co_filename)
        if file.suffix in SUFFIXES:
            line = trace.tb_lineno
            beside = file.parent.name == folder.name
            name = (folder / file.name).as_posix() if beside else file.name
        trace = trace.tb_next
    return line, name
