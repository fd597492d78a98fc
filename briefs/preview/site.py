"""The site: the page that shows an edition, its pictures, and the news of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager, suppress
from importlib.resources import files
from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

from briefs.build.edition import OUTPUT
from briefs.faults import Fault, Place
from briefs.preview.desk import Desk
from briefs.preview.guard import Guard
from briefs.preview.watching import watch

#: What the page is made of, each with its media type.
ASSETS = {
    "desk.html": "text/html",
    "desk.css": "text/css",
    "desk.js": "text/javascript",
    "desk.svg": "image/svg+xml",
}

#: A browser that hears nothing for so many seconds is sent a remark, to find out whether it left.
SILENCE = 15.0

FRESH = {"cache-control": "no-store"}
LASTING = {"cache-control": "max-age=31536000, immutable"}


def site(desk: Desk, folder: Path, *, templates: Iterable[Path], hosts: Iterable[str]) -> Starlette:
    """Give the preview of a project as an application that answers to some hosts alone."""
    output = (folder / OUTPUT).resolve()

    @asynccontextmanager
    async def working(_app: Starlette) -> AsyncIterator[None]:
        tasks = [
            asyncio.create_task(desk.work()),
            asyncio.create_task(_watched(desk, folder, templates)),
        ]
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def asset(request: Request) -> Response:
        name = request.path_params.get("name", "desk.html")
        if name not in ASSETS:
            return _missing()
        text = files("briefs.preview").joinpath(name).read_text(encoding="utf-8")
        return Response(text, media_type=ASSETS[name], headers=FRESH)

    async def picture(request: Request) -> Response:
        png = desk.picture(request.path_params["name"])
        if png is None:
            return _missing()
        return Response(png, media_type="image/png", headers=LASTING)

    async def news(request: Request) -> Response:
        return StreamingResponse(
            _events(desk, request.path_params["edition"]),
            media_type="text/event-stream",
            headers=FRESH,
        )

    async def built(request: Request) -> Response:
        path = (output / request.path_params["path"]).resolve()
        inside = path.is_relative_to(output) and path.is_file()
        hidden = inside and any(part.startswith(".") for part in path.relative_to(output).parts)
        return FileResponse(path, headers=FRESH) if inside and not hidden else _missing()

    return Starlette(
        routes=[
            Route("/", asset),
            Route("/assets/{name}", asset),
            Route("/pages/{name}.png", picture),
            Route("/news/{edition}", news),
            Route(f"/{OUTPUT}/{{path:path}}", built),
        ],
        middleware=[Middleware(Guard, hosts=tuple(hosts))],
        lifespan=working,
    )


async def _watched(desk: Desk, folder: Path, templates: Iterable[Path]) -> None:
    try:
        await watch(folder, templates, desk.changed)
    except* OSError as errors:
        words = f"files can no longer be watched: {errors.exceptions[0]}"
        await desk.fail([Fault(Place(str(folder)), words, "start the preview again", "watching")])


async def _events(desk: Desk, name: str) -> AsyncIterator[str]:
    """Tell the states of an edition as server-sent events."""
    last = None
    with desk.looked_at(name):
        while True:
            try:
                async with asyncio.timeout(SILENCE):
                    last = await desk.after(last, name)
            except TimeoutError:
                yield ":\n\n"
                continue
            if last is None:
                return
            told = json.dumps(last.as_dict(desk.names, desk.path_of(name)), ensure_ascii=False)
            yield f"data: {told}\n\n"


def _missing() -> Response:
    return PlainTextResponse("there is no such thing here\n", 404)
