"""Reports: one model of what the checks found, in the forms that people and machines read."""

from briefs.reports.annotations import annotate
from briefs.reports.document import document
from briefs.reports.junit import junit
from briefs.reports.model import Item, Level, Report, report
from briefs.reports.sarif import sarif
from briefs.reports.text import lines

__all__ = [
    "Item",
    "Level",
    "Report",
    "annotate",
    "document",
    "junit",
    "lines",
    "report",
    "sarif",
]
