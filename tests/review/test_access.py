"""Attacks on a running workbench: by other pages, other programs and hostile content."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.review.bench import Running, running, segments, write


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("attacked")
    write(home)
    (home / "secret.txt").write_text("secret", encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def bench(folder: Path) -> Iterator[Running]:
    with running(folder, "talk.aligned.json") as started:
        yield started


@pytest.fixture(scope="module")
def client(bench: Running) -> Iterator[httpx.Client]:
    with bench.client() as client:
        yield client


def _stranger(bench: Running, **headers: str) -> httpx.Client:
    return httpx.Client(base_url=bench.base, headers=headers, trust_env=False)


PATHS = [
    "/",
    "/api/document",
    "/api/events",
    "/media",
    "/static/js/main.js",
    "/api/export?format=md",
]


@pytest.mark.parametrize("path", PATHS)
def test_nothing_is_shown_without_the_cookie(
    bench: Running, client: httpx.Client, path: str
) -> None:
    with _stranger(bench) as stranger:
        answer = stranger.get(path)
    assert answer.status_code == 403
    assert "data" not in answer.text


def test_the_address_works_once(bench: Running, client: httpx.Client) -> None:
    with _stranger(bench) as stranger:
        assert stranger.get(bench.address).status_code == 403
        assert not stranger.cookies


@pytest.mark.parametrize("token", ["", "x", "..", "%00", "é", "a" * 5000])
def test_guessed_tokens_are_refused(bench: Running, client: httpx.Client, token: str) -> None:
    with _stranger(bench) as stranger:
        assert stranger.get(f"/open/{token}").status_code == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example", "[::1]", ""]
)
def test_other_names_of_this_machine_are_refused(client: httpx.Client, host: str) -> None:
    assert client.get("/api/document", headers={"host": host}).status_code in (400, 421)


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1", "file://"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_other_pages_are_refused_even_with_the_cookie(
    client: httpx.Client, origin: str, method: str
) -> None:
    answer = client.request(method, "/api/document", headers={"origin": origin})
    assert answer.status_code == 403


def test_changes_need_an_origin(bench: Running, client: httpx.Client) -> None:
    with _stranger(bench) as same_cookie:
        same_cookie.cookies.update(client.cookies)
        assert same_cookie.get("/api/document").status_code == 200
        assert same_cookie.post("/api/undo", json={}).status_code == 403


def test_a_site_on_another_port_is_another_site(client: httpx.Client) -> None:
    headers = {"sec-fetch-site": "same-site"}
    assert client.post("/api/undo", json={}, headers=headers).status_code == 403


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", ""])
def test_forms_cannot_change_anything(client: httpx.Client, kind: str) -> None:
    answer = client.post("/api/undo", content=b"{}", headers={"content-type": kind})
    assert answer.status_code == 415


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py",
        "/static/..%2fapp.py",
        "/static/%2e%2e/%2e%2e/app.py",
        "/static//etc/passwd",
        "/static/js/..%5c..%5capp.py",
        "/static/..%2f..%2f..%2fsecret.txt",
        "/media/../secret.txt",
        "/static/%00",
        "/secret.txt",
    ],
)
def test_paths_do_not_escape(bench: Running, client: httpx.Client, path: str) -> None:
    cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    answer = _raw(bench, f"GET {path} HTTP/1.1", f"Cookie: {cookie}")
    assert answer.startswith(("HTTP/1.1 404", "HTTP/1.1 400", "HTTP/1.1 403", "HTTP/1.1 500"))
    assert "secret\n" not in answer
    assert "root:" not in answer
    assert "Starlette" not in answer


def _raw(bench: Running, line: str, *headers: str) -> str:
    """Sends a request as it stands, which no client would."""
    host = bench.base.removeprefix("http://")
    name, _, port = host.partition(":")
    with socket.create_connection((name, int(port)), 10) as connection:
        request = "\r\n".join([line, f"Host: {host}", *headers, "Connection: close", "", ""])
        connection.sendall(request.encode())
        data = b""
        while part := connection.recv(65536):
            data += part
    return data.decode("utf-8", errors="replace")


def test_a_body_announced_too_large_is_refused_unread(bench: Running, client: httpx.Client) -> None:
    answer = _raw(
        bench,
        "POST /api/edit HTTP/1.1",
        f"Origin: {bench.base}",
        f"Content-Length: {10**12}",
    )
    assert answer.startswith(("HTTP/1.1 413", "HTTP/1.1 400"))


def test_two_hosts_are_one_too_many(bench: Running) -> None:
    answer = _raw(bench, "GET / HTTP/1.1", "Host: evil.example")
    assert answer.startswith(("HTTP/1.1 400", "HTTP/1.1 421"))


def test_only_this_machine_is_listened_to(bench: Running) -> None:
    port = int(bench.base.rpartition(":")[2])
    others = {info[4][0] for info in socket.getaddrinfo(socket.gethostname(), None)}
    for address in others - {"127.0.0.1", "::1", "127.0.1.1"}:
        with pytest.raises(OSError, match=r"refused|timed out|unreach"):
            socket.create_connection((address, port), 2).close()


def test_bodies_that_are_too_large_are_refused(client: httpx.Client) -> None:
    big = b'{"op": "' + b"x" * (2 * 1024 * 1024) + b'"}'
    headers = {"content-type": "application/json"}
    assert client.post("/api/edit", content=big, headers=headers).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        b"", b"[]", b"null", b"{", b'{"op": 1}', b'{"op": "target"}', b"[" * 100_000,
        b'{"op": "target", "id": "s0", "revision": true, "target": "x"}',
        b'{"op": "target", "id": ["s0"], "revision": 0, "target": "x"}',
        b'{"op": "target", "id": "s0", "revision": 0, "target": "\\ud800"}',
        b'{"op": "times", "id": "s0", "revision": 0, "start": -5, "end": 1e400}',
        b'{"op": "__class__", "id": "s0", "revision": 0}',
        b"\xff\xfe",
    ],
)  # fmt: skip
def test_nonsense_is_answered_politely(client: httpx.Client, body: bytes) -> None:
    answer = client.post("/api/edit", content=body, headers={"content-type": "application/json"})
    assert 400 <= answer.status_code < 500
    assert answer.json()["problem"]


def test_every_answer_carries_the_safety_headers(client: httpx.Client) -> None:
    for path in [*PATHS[:2], "/static/js/main.js", "/nowhere"]:
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script-src 'self'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["x-frame-options"] == "DENY"
        assert "access-control-allow-origin" not in headers
        assert "server" not in headers


def test_the_cookie_is_for_this_browser_alone(folder: Path, tmp_path: Path) -> None:
    write(tmp_path)
    with running(tmp_path, "talk.aligned.json") as second, _stranger(second) as visitor:
        cookie = visitor.get(second.address).headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Domain" not in cookie


def test_nothing_was_changed_by_all_this(client: httpx.Client) -> None:
    assert segments(client)["s0"]["target"] == "Let us talk about data first."
    assert client.get("/api/document").json()["number"] == 0
