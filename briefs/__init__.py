"""Bilingual PDF briefs from validated company records."""

__version__ = "0.1.0"
