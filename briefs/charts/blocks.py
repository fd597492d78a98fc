"""Blocks: labels of one or more lines, two languages one above the other, wrapped to a width."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise, product

from briefs.charts.errors import Crowded
from briefs.charts.faces import Typesetter
from briefs.charts.shapes import Label, Run

#: Distance of baselines, in sizes; Chinese fills its em and needs more.
LEADING = 1.16
CHINESE_LEADING = 1.24

#: The second language stands smaller, under the first.
SECOND = 0.88

HAN = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u3000-\u303f"

#: Marks that stay with the character after them, and those that stay with the one before.
OPENING, CLOSING = "（《〈【“‘「『", "）》〉】”’」』，。、：；！？％·—…"


def _unit(*spans: str) -> re.Pattern[str]:
    """Find what never parts: a Han character or a word with its marks, a number with its 年."""
    words = "|".join((*spans, rf"[^\s{HAN}]+[年月日％]?", f"[{HAN}]"))
    return re.compile(rf"[{OPENING}]*(?:{words})[{CLOSING}]*|\s+")


#: The part of a year in Chinese (前九个月, 首九個月, 上半年, 第三季度) stays whole where it can;
#: where it is too long for a line, it parts before its unit.
UNITS = (
    _unit("[前首上下第]?[一二三四五六七八九十]+(?:[个個]月|季度?)", "[上下]半年"),
    _unit("[前首上下第]?[一二三四五六七八九十]+", "[个個]月", "季度", "半年"),
)

MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of runs, set flush left, centred or flush right as one."""

    lines: tuple[tuple[Run, ...], ...]

    @property
    def width(self) -> float:
        """How wide the widest line is."""
        return max(_advance(line) for line in self.lines)

    @property
    def ascent(self) -> float:
        """How far the first line stands above its baseline."""
        return max(run.ascent for run in self.lines[0])

    @property
    def height(self) -> float:
        """How high the ink is, from the first line's top to the last line's bottom."""
        descent = max(run.descent for run in self.lines[-1])
        return self.ascent + self.depth + descent

    @property
    def depth(self) -> float:
        """How far the last baseline lies under the first."""
        return sum(map(_leading, self.lines[1:]))

    def labels(self, x: float, top: float, align: float = 0) -> tuple[Label, ...]:
        """Place the block with its ink's top at a height.

        `align` says what stands at x: 0 the left edge, 0.5 the centre, 1 the right edge.
        """
        return tuple(self._placed(x, top + self.ascent, align))

    def on_baseline(self, x: float, baseline: float, align: float = 0) -> tuple[Label, ...]:
        """Place the block with its first baseline at a height."""
        return tuple(self._placed(x, baseline, align))

    def centred(self, x: float, middle: float, align: float = 0) -> tuple[Label, ...]:
        """Place the block with the middle of its ink at a height."""
        return self.labels(x, middle - self.height / 2, align)

    def _placed(self, x: float, baseline: float, align: float) -> Iterator[Label]:
        for number, line in enumerate(self.lines):
            baseline += _leading(line) if number else 0
            left = x - _advance(line) * align
            for run in line:
                yield Label(run, left, baseline)
                left += run.advance


def _advance(line: Sequence[Run]) -> float:
    return sum(run.advance for run in line)


def _leading(line: Sequence[Run]) -> float:
    return max(run.size * (CHINESE_LEADING if _is_han(run.text) else LEADING) for run in line)


def _is_han(text: str) -> bool:
    return re.search(f"[{HAN}]", text) is not None


@dataclass(frozen=True, slots=True)
class Setter:
    """Sets blocks of one chart, with the colour of what stands second, and its least size."""

    type: Typesetter
    grey: str
    least: float = 0.0

    def one(self, text: str, size: float, colour: str, weight: int = 400) -> Block:
        """Set a text of the first language on one line."""
        return Block(((self.type.run(text, size, weight, colour),),))

    def stacked(
        self,
        texts: Sequence[str],
        size: float,
        colour: str,
        weight: int = 400,
        *,
        width: float | None = None,
    ) -> Block:
        """Set a text in each language, one above the other, none wider than `width`."""
        lines: list[tuple[Run, ...]] = []
        for language, text in enumerate(collapsed(texts)):
            second = (max(size * SECOND, min(size, self.least)), 400, self.grey)
            style = second if language else (size, weight, colour)
            measured = self._wrapped(text, style, language, width)
            lines.extend((run,) for run in measured)
        return Block(tuple(lines))

    def inline(
        self, texts: Sequence[str], size: float, colour: str, weight: int = 400
    ) -> tuple[Run, ...]:
        """Set a text in each language, one after the other."""
        runs: list[Run] = []
        for language, text in enumerate(collapsed(texts)):
            if language:
                runs.append(self.gap(size * 0.4))
            ink = self.grey if language else colour
            runs.append(
                self.type.run(text, size, 400 if language else weight, ink, language=language)
            )
        return tuple(runs)

    def gap(self, width: float) -> Run:
        """Give room between runs: a space at the end of a text is dropped from a picture."""
        return replace(self.type.run("", width, 400, self.grey), advance=width)

    def _wrapped(
        self, text: str, style: tuple[float, int, str], language: int, width: float | None
    ) -> list[Run]:
        def measure(words: str) -> Run:
            return self.type.run(words, *style, language=language)

        whole = measure(text)
        if width is None or whole.advance <= width:
            return [whole]
        for unit, count in product(UNITS, range(2, MOST_LINES + 1)):
            lines = [[measure(words) for words in split] for split in _splits(text, unit, count)]
            fitting = [runs for runs in lines if max(run.advance for run in runs) <= width]
            if fitting:
                return min(fitting, key=_raggedness)
        raise Crowded(f"“{text}” is too long")


def collapsed(texts: Sequence[str]) -> tuple[str, ...]:
    """Drop empty texts, and those that say the same as one before."""
    return tuple(dict.fromkeys(text for text in texts if text))


def _splits(text: str, unit: re.Pattern[str], count: int) -> Iterator[list[str]]:
    units = unit.findall(text)
    for ends in combinations(range(1, len(units)), count - 1):
        edges = (0, *ends, len(units))
        lines = ["".join(units[a:b]).strip() for a, b in pairwise(edges)]
        if all(lines):
            yield lines


def _raggedness(runs: Sequence[Run]) -> float:
    """Prefer lines of one length that end with a word or a year."""
    widths = [run.advance for run in runs]
    torn = sum(run.text[-1] not in "年月日）" for run in runs[:-1] if _is_han(run.text))
    return max(widths) - min(widths) + torn * runs[0].size * 1.6
