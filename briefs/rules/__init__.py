"""Rules: rates, steps, thresholds and codes of the markets, as dated rows with their source."""

from briefs.rules.book import Rules, rules
from briefs.rules.row import Row, in_force

__all__ = ["Row", "Rules", "in_force", "rules"]
