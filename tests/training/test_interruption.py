from __future__ import annotations

import signal
import threading

import pytest

from translator.training.interruption import deferred_signals


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_first_request_waits(number: int) -> None:
    before = signal.getsignal(number)
    with deferred_signals() as asked:
        assert not asked()
        signal.raise_signal(number)
        assert asked()
    assert signal.getsignal(number) == before


def test_the_second_request_is_obeyed() -> None:
    with deferred_signals() as asked:
        signal.raise_signal(signal.SIGINT)
        assert asked()
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)


def test_other_threads_never_ask() -> None:
    answers: list[bool] = []

    def work() -> None:
        with deferred_signals() as asked:
            answers.append(asked())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert answers == [False]
