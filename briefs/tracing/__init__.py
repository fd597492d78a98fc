"""Tracing: where a figure comes from, what was asked of it, and where it is printed."""

from briefs.tracing.figures import NoFigureError, Trace, trace
from briefs.tracing.sightings import Freshness, Sighting, beside

__all__ = ["Freshness", "NoFigureError", "Sighting", "Trace", "beside", "trace"]
