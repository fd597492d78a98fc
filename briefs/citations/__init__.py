"""Citations: whether what a record cites really stands in its source, where the text is at hand.

The room reads no file: it is given the bytes of texts by name, and knows a source's text by the
hash that the record keeps of it, whatever the file is called.
"""

from briefs.citations.cited import Kind
from briefs.citations.citing import Citation, Cite, Report, cite
from briefs.citations.texts import State

__all__ = ["Citation", "Cite", "Kind", "Report", "State", "cite"]
