"""Fetching: the renderer gets the charts of its own page, and nothing else from anywhere."""

from __future__ import annotations

from collections.abc import Mapping

from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from briefs.theme import Logo

SCHEME = "chart:"

#: The address of the publisher's logo.
LOGO = "brand:logo"


# WeasyPrint ships no types.
class ChartFetcher(URLFetcher):  # type: ignore[misc]
    """Serves drawn charts by name and the publisher's logo, and refuses every other address.

    The renderer goes on after a refusal, so each is recorded, for the press to fail the page.
    WeasyPrint's fatal error is none to raise here: it is no Exception, and ends a worker.
    """

    def __init__(self, charts: Mapping[str, bytes], logo: Logo | None = None) -> None:
        super().__init__(allowed_protocols=())
        self.charts = charts
        self._logo = logo
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Give a chart of this page; raises URLFetchingError for anything else."""
        del headers
        name = url.removeprefix(SCHEME)
        if url.startswith(SCHEME) and name in self.charts:
            return URLFetcherResponse(url, self.charts[name], {"Content-Type": "image/svg+xml"})
        if url == LOGO and self._logo is not None:
            return URLFetcherResponse(url, self._logo.data, {"Content-Type": self._logo.kind})
        self.refused.append(url)
        raise URLFetchingError(f"{url!r} is no chart of this page")
