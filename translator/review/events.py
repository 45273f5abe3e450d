"""News for the open pages, sent as server-sent events."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

_KEEP_ALIVE_SECONDS = 15
_CLOSED = None


class Events:
    """Passes messages on to every page that listens; any thread may send."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._listeners: set[asyncio.Queue[str | None]] = set()

    def attach(self, loop: asyncio.AbstractEventLoop) -> None:
        """Names the loop in which the pages are served."""
        self._loop = loop

    def send(self, kind: str, data: Any) -> None:
        """Sends a message to all pages; returns at once."""
        self._post(f"event: {kind}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n")

    def close(self) -> None:
        """Ends all streams, so that the server can stop."""
        self._post(_CLOSED)

    async def stream(self) -> AsyncIterator[str]:
        """Yields the messages from now on, and a sign of life now and then."""
        queue: asyncio.Queue[str | None] = asyncio.Queue()
        self._listeners.add(queue)
        try:
            yield "retry: 1000\n\n"
            while True:
                try:
                    message = await asyncio.wait_for(queue.get(), _KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
                    continue
                if message is _CLOSED:
                    return
                yield message
        finally:
            self._listeners.discard(queue)

    def _post(self, message: str | None) -> None:
        if self._loop is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._deliver, message)

    def _deliver(self, message: str | None) -> None:
        for queue in tuple(self._listeners):
            queue.put_nowait(message)
