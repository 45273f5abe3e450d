"""What holds for every test."""

from __future__ import annotations

import signal

# A shell that starts the tests in its background has Ctrl-C ignored, and every process they start
# would inherit that; the tests of Ctrl-C need it heard.
signal.signal(signal.SIGINT, signal.default_int_handler)
