"""Reading what the page sends, and answering in JSON; errors become answers as well."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar, cast

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from translator.errors import OutputError, TranslatorError
from translator.review import plain
from translator.review.commits import StaleError
from translator.review.workbench import Workbench

Value = TypeVar("Value")
Body = dict[str, Any]
_MISSING = object()
_LIMIT = 1024 * 1024
"""Bytes of a JSON body at most, unless a route needs more."""


class BadRequestError(Exception):
    """The page sent something that makes no sense."""


def get(body: Body, name: str, kind: type[Value], default: Any = _MISSING) -> Value:
    """Returns a value of a JSON body.

    Raises:
        BadRequestError: it is missing or of another type.
    """
    value = body.get(name, default)
    if value is _MISSING:
        raise BadRequestError(f"{name} is missing")
    if value is default and not isinstance(value, kind):
        return cast(Value, value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise BadRequestError(f"{name} must be {kind.__name__}")
    if isinstance(value, str):
        _refuse_surrogates(name, value)
    return value


def texts(body: Body, name: str) -> list[str]:
    """Returns a list of texts from a JSON body.

    Raises:
        BadRequestError: it is something else.
    """
    values = get(body, name, list)
    for value in values:
        if not isinstance(value, str):
            raise BadRequestError(f"{name} must hold texts")
        _refuse_surrogates(name, value)
    return list(values)


def _refuse_surrogates(name: str, value: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in value):
        raise BadRequestError(f"{name} holds half of a surrogate pair, which is no character")


def bench(request: Request) -> Workbench:
    """Returns the workbench that the request is about."""
    found: Workbench = request.app.state.bench
    return found


def post(path: str, action: Callable[[Workbench, Body], Any], *, limit: int = _LIMIT) -> Route:
    """Returns the route of a request with a JSON body; ``action`` runs in a thread.

    What ``action`` returns is the answer, as JSON.
    """

    async def answer(request: Request) -> Response:
        kind = request.headers.get("content-type", "").partition(";")[0].strip()
        if kind != "application/json":
            return problem("The body must be JSON.", 415)
        data = b""
        try:
            async for part in request.stream():
                data += part
                if len(data) > limit:
                    return problem("The request is too large.", 413)
            body = json.loads(data or b"{}")
        except (ValueError, RecursionError):
            return problem("The body is no JSON.", 400)
        except ClientDisconnect:
            return problem("The request was cut off.", 400)
        if not isinstance(body, dict):
            return problem("The body must be an object.", 400)
        return await _answered(request, lambda: action(bench(request), body))

    return Route(path, answer, methods=["POST"])


def fetch(path: str, action: Callable[[Workbench, Request], Any]) -> Route:
    """Returns the route of a request without a body; ``action`` runs in a thread.

    What ``action`` returns is the answer: a response, or values for JSON.
    """

    async def answer(request: Request) -> Response:
        return await _answered(request, lambda: action(bench(request), request))

    return Route(path, answer, methods=["GET"])


def handler(path: str, endpoint: Callable[[Request], Awaitable[Response]], *methods: str) -> Route:
    """Returns the route of a request that is answered without a thread."""
    return Route(path, endpoint, methods=list(methods or ("GET",)))


async def _answered(request: Request, action: Callable[[], Any]) -> Response:
    try:
        value = await run_in_threadpool(action)
    except BadRequestError as error:
        return problem(str(error), 400)
    except StaleError as error:
        current = error.segment
        shown = (
            plain.segment(current, error.revision, bench(request).findings.of(current.id))
            if current
            else None
        )
        return JSONResponse({"problem": "stale", "segment": shown}, 409)
    except OutputError as error:
        return problem(str(error), 507)
    except TranslatorError as error:
        return problem(str(error), 422)
    return value if isinstance(value, Response) else JSONResponse(value)


def problem(text: str, status: int) -> JSONResponse:
    """Returns an answer that says what is wrong."""
    return JSONResponse({"problem": text}, status)
