"""The ``translator`` command: typed errors become exit codes, and nothing becomes a traceback.

Everything else is imported inside `main`, so that Ctrl-C is answered from the first moment.
"""

from __future__ import annotations

import atexit
import signal
import sys

_CLICK_INTERRUPTED = 130
"""What click makes of a ``KeyboardInterrupt`` that no command caught."""


def main() -> None:
    """Runs the command line; never shows a traceback for an error the user can mend."""
    try:
        _run()
    except KeyboardInterrupt:
        _interrupted()
    except SystemExit as stop:
        if stop.code == _CLICK_INTERRUPTED:
            _interrupted()
        raise
    finally:
        # All is said and written: the interpreter winds up in peace.
        atexit.register(signal.signal, signal.SIGINT, signal.SIG_IGN)


def _run() -> None:
    from translator.cli.commands import app
    from translator.cli.console import give_up_stdout, prepare_streams, print_error
    from translator.errors import ExitCode, TranslatorError

    prepare_streams()
    try:
        try:
            app(prog_name="translator")
        finally:
            sys.stdout.flush()
    except TranslatorError as error:
        print_error(str(error))
        sys.exit(error.exit_code)
    except UnicodeEncodeError:
        print_error(
            "an argument holds bytes that are not text in this locale. "
            "Set a UTF-8 locale, for example LC_ALL=C.UTF-8."
        )
        sys.exit(ExitCode.USAGE)
    except BrokenPipeError:
        give_up_stdout()
        sys.exit(ExitCode.DONE)
    except OSError as error:
        give_up_stdout()
        print_error(f"{error.filename or 'standard output'}: {error.strerror or error}.")
        sys.exit(ExitCode.BAD_INPUT)


def _interrupted() -> None:
    from translator.errors import ExitCode

    sys.stderr.write("error: Interrupted.\n")
    sys.exit(ExitCode.INTERRUPTED)
