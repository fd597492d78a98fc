"""Prose: lists, quotations, labels and punctuation as each language sets them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import Enum

from briefs.language.wording import Wording

_HAN = "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
_WIDE = "、。，；：？！（）《》「」『』"
# A {path} in a text stands for a figure, so it is prose like the characters around it.
_PROSE = re.compile(f"[{_HAN}{_WIDE}{{}}]")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_SPACE_BESIDE_HAN = re.compile(f"(?<=[{_HAN}]) +(?=[^{_HAN}\\s])|(?<=[^{_HAN}\\s]) +(?=[{_HAN}])")
_SPACE_BESIDE_WIDE = re.compile(f" +(?=[{_WIDE}])|(?<=[{_WIDE}]) +")


class Missing(Enum):
    """Why a value is missing."""

    NOT_DISCLOSED = "not_disclosed"
    NOT_MEANINGFUL = "not_meaningful"
    NOT_APPLICABLE = "not_applicable"


def absent(why: Missing, wording: Wording, *, short: bool = False) -> str:
    """Say that a value is missing, and why; `short` for a cell."""
    reasons = wording.forms.absence
    words = {
        Missing.NOT_DISCLOSED: reasons.not_disclosed,
        Missing.NOT_MEANINGFUL: reasons.not_meaningful,
        Missing.NOT_APPLICABLE: reasons.not_applicable,
    }[why]
    return words.short if short else words.long


def join(items: Sequence[str], wording: Wording) -> str:
    """List items as a sentence does: A, B and C; A、B和C."""
    prose = wording.forms.prose
    *front, last = items or ("",)
    return prose.before_last.join(filter(None, (prose.between.join(front), last)))


def clauses(items: Sequence[str], wording: Wording) -> str:
    """Set clauses one after another: A; B; C."""
    return wording.forms.prose.clauses.join(items)


def labelled(label: str, value: str, wording: Wording) -> str:
    """Set a label before what it labels: Source: A; 资料来源：A."""
    return wording.forms.prose.label.format(label=label, value=value)


def with_aside(main: str, aside: str, wording: Wording) -> str:
    """Set an aside in parentheses after what it belongs to."""
    return wording.forms.prose.parenthesis.format(main=main, aside=aside)


def quote(text: str, wording: Wording) -> str:
    """Put a text in quotation marks; those within it become the inner ones."""
    outer, inner = wording.forms.prose.outer_quotes, wording.forms.prose.inner_quotes
    within = _in_own_marks(text, wording)
    within = within.replace(outer.open, inner.open).replace(outer.close, inner.close)
    return f"{outer.open}{within}{outer.close}"


def full_width(text: str, wording: Wording) -> str:
    """Write a text with the punctuation of its language, as a check compares it with what stands.

    Chinese prose takes full-width marks (CLREQ); numbers and Latin runs keep ASCII: 1,022,
    12:00, Co., Ltd. A mark belongs to the prose when a Chinese character stands beside it.
    """
    prose = wording.forms.prose
    text = _in_own_marks(text, wording)
    if prose.full_width:
        text = _widened(text, prose.full_width)
    if not prose.space_beside_han:
        text = _SPACE_BESIDE_HAN.sub("", text)
    return text


def _in_own_marks(text: str, wording: Wording) -> str:
    """Put a language's own marks for those of another's habit: 「」 for “” in Hong Kong."""
    right = {ord(mark): own for mark, own in wording.forms.prose.instead_of.items()}
    return text.translate(right)


def _widened(text: str, wide: dict[str, str]) -> str:
    def parentheses(match: re.Match[str]) -> str:
        beside = _before(match) + match[1] + _after(match)
        if not _PROSE.search(beside):
            return match[0]
        return f"{wide.get('(', '(')}{match[1]}{wide.get(')', ')')}"

    def mark(match: re.Match[str]) -> str:
        before, after = _before(match), _after(match)
        if match[0] == ".":
            # A full stop after a Chinese character; never the point of 2.5 or of Ltd.
            is_prose = bool(_PROSE.fullmatch(before)) and not after.isalnum()
        else:
            is_prose = bool(_PROSE.search(before + after))
        return wide[match[0]] if is_prose else match[0]

    text = _PARENTHESES.sub(parentheses, text)
    marks = re.compile(f"[{re.escape(''.join(wide.keys() - {'(', ')'}))}]")
    return _SPACE_BESIDE_WIDE.sub("", marks.sub(mark, text))


def _before(match: re.Match[str]) -> str:
    return match.string[: match.start()].rstrip()[-1:]


def _after(match: re.Match[str]) -> str:
    return match.string[match.end() :].lstrip()[:1]
