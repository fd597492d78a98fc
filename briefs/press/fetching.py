"""Fetching: the renderer gets the publisher's logo, and nothing else from anywhere."""

from __future__ import annotations

from weasyprint.urls import URLFetcher, URLFetcherResponse, URLFetchingError

from briefs.theme import Logo

#: The address of the publisher's logo.
LOGO = "brand:logo"


# WeasyPrint ships no types.
class LogoFetcher(URLFetcher):  # type: ignore[misc]
    """Serves the publisher's logo, if there is one, and refuses every other address.

    The renderer goes on after a refusal, so each is recorded, for the press to fail the page.
    WeasyPrint's fatal error is none to raise here: it is no Exception, and ends a worker.
    """

    def __init__(self, logo: Logo | None = None) -> None:
        super().__init__(allowed_protocols=())
        self._logo = logo
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """Give the logo; raises URLFetchingError for anything else."""
        del headers
        if url == LOGO and self._logo is not None:
            return URLFetcherResponse(url, self._logo.data, {"Content-Type": self._logo.kind})
        self.refused.append(url)
        raise URLFetchingError(f"{url!r} is no part of this page")
