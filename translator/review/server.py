"""Starting and stopping the workbench's web server, on this machine only."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import socket
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import uvicorn

from translator.engine.folders import APPLICATION
from translator.errors import OutputError, UsageError
from translator.review.access import Access
from translator.review.app import create_app
from translator.review.workbench import Settings, Workbench

LOOPBACK = "127.0.0.1"
_GRACE_SECONDS = 2


class _Server(uvicorn.Server):
    """A server that ends the streams of news when it is asked to stop."""

    def __init__(self, config: uvicorn.Config, on_stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_stop = on_stop

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Takes Ctrl-C as the wish to stop; a second one stops without waiting.

        The signal is not recorded, because `serve` would raise it again when it is done.
        """
        self._on_stop()
        self.force_exit = self.should_exit
        self.should_exit = True


def serve(settings: Settings, *, port: int = 0, on_ready: Callable[[str], None]) -> int:
    """Runs the workbench until Ctrl-C.

    Args:
        settings: see `Settings`.
        port: to listen on; 0 takes a free one.
        on_ready: receives the one-time address as soon as it can be opened.

    Returns:
        How many changes of an earlier run were brought in from its journal.

    Raises:
        UsageError: the port is taken, or the file is open in another workbench.
        TranslatorError: the file cannot be read, or not be written at the end.
    """
    listener = _listen(port)
    with _only_one(settings.source.path), listener:
        bench = Workbench(settings)
        access = Access(listener.getsockname()[1])
        config = uvicorn.Config(
            create_app(bench, access),
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            proxy_headers=False,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        server = _Server(config, bench.events.close)
        try:
            # Ctrl-C may come before the server has taken over the signals.
            with contextlib.suppress(KeyboardInterrupt):
                on_ready(access.address)
                asyncio.run(server.serve([listener]))
        finally:
            bench.close()
        return bench.store.recovered


def _listen(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((LOOPBACK, port))
        listener.listen(128)
    except (OSError, OverflowError) as error:
        listener.close()
        raise UsageError(
            f"port {port} cannot be used", where="--port", advice="Leave it out to take a free one"
        ) from error
    return listener


class _only_one:  # noqa: N801 - used like a function
    """Makes sure that a file is open in one workbench at a time, through a lock kept elsewhere."""

    def __init__(self, path: Path) -> None:
        import filelock
        import platformdirs

        folder = platformdirs.user_cache_path(APPLICATION) / "locks"
        name = hashlib.sha256(f"review {path.resolve()}".encode()).hexdigest()[:24] + ".lock"
        self._path = path
        self._lock = filelock.FileLock(folder / name, timeout=0)
        self._folder = folder

    def __enter__(self) -> None:
        import filelock

        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._lock.acquire()
        except filelock.Timeout as error:
            raise UsageError(
                "is open in another workbench",
                where=str(self._path),
                advice="Use that one, or stop it with Ctrl-C",
            ) from error
        except OSError as error:
            raise OutputError(
                f"cannot keep a lock: {error.strerror or error}",
                where=str(self._folder),
                advice="Mend the folder's permissions",
            ) from error

    def __exit__(self, *_details: object) -> None:
        self._lock.release()
