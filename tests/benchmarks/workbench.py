"""How fast the workbench is: from the command to the first paint, and a keystroke's way to disk.

    python tests/benchmarks/workbench.py [--segments 5000] [--edits 200]

Prints a table. The baseline in the same run is the same page with ten segments, and a bare request
that changes nothing: what is above them is the price of the document's length and of the edit.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from playwright.sync_api import Browser, sync_playwright

from tests.review.bench import running, segments, start, write
from tests.review.conftest import ARGUMENTS

PAINT_LIMIT_MS = 2000
EDIT_LIMIT_MS = 50


def first_paint(browser: Browser, count: int) -> tuple[float, float]:
    """Returns seconds from the command to rows on the screen, and the server's CPU seconds in it.

    The CPU time does not depend on what else the machine is doing.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), count)
        page = browser.new_page(viewport={"width": 1400, "height": 900})
        begun = time.perf_counter()
        before = _children_seconds()
        bench = start(Path(folder), path.name)
        try:
            page.goto(bench.address, wait_until="commit")
            page.locator(".row").first.wait_for()
            painted = time.perf_counter() - begun
        finally:
            page.close()
            bench.process.kill()
            bench.process.communicate()
        return painted, _children_seconds() - before


def _children_seconds() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def round_trips(count: int, edits: int) -> dict[str, list[float]]:
    """Returns milliseconds of edits (journalled on disk), live checks and bare requests."""
    times: dict[str, list[float]] = {"bare request": [], "edit": [], "check while typing": []}
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), count)
        with running(Path(folder), path.name, "--no-memory") as bench, bench.client() as client:
            revision = segments(client)["s1"]["revision"]
            for number in range(edits):
                target = f"The learning rate is {number} times too large, so the error stays high."
                edit = {"op": "target", "id": "s1", "revision": revision, "target": target}
                for name, path_, body in (
                    ("bare request", "/api/approve", {"ids": []}),
                    ("check while typing", "/api/check", {"id": "s1", "target": target}),
                    ("edit", "/api/edit", edit),
                ):
                    begun = time.perf_counter()
                    answer = client.post(path_, json=body)
                    times[name].append((time.perf_counter() - begun) * 1000)
                    answer.raise_for_status()
                revision += 1
    return times


def main() -> None:
    """Measures and prints."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--segments", type=int, default=5000)
    parser.add_argument("--edits", type=int, default=200)
    parser.add_argument("--browser", default="/usr/bin/chromium")
    options = parser.parse_args()
    print(
        f"{'start to first paint':34}{'best of 3':>12}{'median':>12}{'server CPU':>12}{'limit':>12}"
    )
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=options.browser, args=ARGUMENTS)
        for count in (10, options.segments):
            runs = [first_paint(browser, count) for _ in range(3)]
            paints = sorted(paint * 1000 for paint, _ in runs)
            cpu = statistics.median(used for _, used in runs) * 1000
            print(
                f"{f'{count} segments':34}{paints[0]:9.0f} ms{paints[1]:9.0f} ms"
                f"{cpu:9.0f} ms{PAINT_LIMIT_MS:9d} ms"
            )
        browser.close()
    print()
    print(f"{f'round trip, {options.segments} segments':34}{'median':>12}{'95 %':>12}{'limit':>12}")
    for name, found in round_trips(options.segments, options.edits).items():
        slow = statistics.quantiles(found, n=20)[-1]
        print(f"{name:34}{statistics.median(found):9.1f} ms{slow:9.1f} ms{EDIT_LIMIT_MS:9d} ms")


if __name__ == "__main__":
    main()
