"""The web application: routes, the page's files, the media file and the stream of news."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response, StreamingResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from translator.review import cues_api, glossary_api, segments_api, work_api
from translator.review.access import Access, Guard
from translator.review.requests import bench, handler, problem
from translator.review.workbench import Workbench

STATIC = Path(__file__).with_name("static")


def create_app(workbench: Workbench, access: Access) -> ASGIApp:
    """Returns the application for one workbench, guarded by ``access``."""

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        workbench.events.attach(asyncio.get_running_loop())
        yield

    routes: list[Route | Mount] = [
        handler("/", _page),
        handler("/media", _media, "GET", "HEAD"),
        handler("/api/events", _events),
        *segments_api.ROUTES,
        *glossary_api.ROUTES,
        *work_api.ROUTES,
        *cues_api.ROUTES,
        Mount("/static", StaticFiles(directory=STATIC)),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.state.bench = workbench
    return Guard(app, access)


async def _page(_request: Request) -> Response:
    return FileResponse(STATIC / "index.html", media_type="text/html")


async def _media(request: Request) -> Response:
    """The one media file, in the byte ranges the player asks for."""
    media = bench(request).settings.media
    if media is None or not media.is_file():
        return problem("There is no video or audio.", 404)
    return FileResponse(media)


async def _events(request: Request) -> Response:
    return StreamingResponse(bench(request).events.stream(), media_type="text/event-stream")
