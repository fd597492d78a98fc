"""Settings: which language, or pair of languages, an edition is set in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from briefs.language.wording import Wording


@dataclass(frozen=True, slots=True)
class Setting:
    """One language, or two side by side; the first one leads."""

    id: str
    languages: tuple[str, ...]

    @property
    def is_bilingual(self) -> bool:
        """Whether the edition says everything twice."""
        return len(self.languages) > 1

    def __str__(self) -> str:
        return self.id


def _setting(text: str) -> Setting:
    return Setting(text, tuple(text.split("+")))


#: What we publish, in the order in which it is listed; the one place that declares a pair.
#: Simplified never stands beside Traditional: their readers are not the same (domain.md §3.3).
SETTINGS = tuple(map(_setting, ("en", "zh-Hans", "zh-Hant-HK", "en+zh-Hans", "en+zh-Hant-HK")))


def settings(wordings: Mapping[str, Wording]) -> tuple[Setting, ...]:
    """Give the settings that these wordings allow: the declared ones, then every other language."""
    declared = [setting for setting in SETTINGS if wordings.keys() >= set(setting.languages)]
    known = {setting.id for setting in declared}
    return (*declared, *(_setting(name) for name in sorted(wordings.keys() - known)))


def parse_setting(text: str, among: Iterable[Setting] = SETTINGS) -> Setting:
    """Read a setting as a command line names it; raises ValueError, listing those there are."""
    choices = {setting.id: setting for setting in among}
    if text not in choices:
        message = f"{text!r} is no setting; use one of {', '.join(choices)}"
        raise ValueError(message)
    return choices[text]
