"""What a person sees while a run goes on: a bar in a terminal, a line for each wait in a log file."""

import io
from contextlib import redirect_stderr

import pytest

from noojee_dq.journal.format import State
from noojee_dq.sending.progress import Progress


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setenv("COLUMNS", "140")
    return Terminal()


def last_line(terminal: Terminal) -> str:
    return [line.strip() for line in terminal.getvalue().split("\r") if line.strip()][-1]


def test_the_bar_shows_rate_time_left_and_counts_by_code(terminal: Terminal) -> None:
    with redirect_stderr(terminal), Progress(4, shown=True) as progress:
        progress.sending()
        progress.settled(State.ACCEPTED, 0)
        progress.settled(State.ACCEPTED, 0)
        progress.settled(State.REJECTED, 105)
    line = last_line(terminal)
    assert line.startswith("sending:  75%")
    assert "3/4 [00:00<00:00" in line
    assert "lead/s" in line
    assert line.endswith("0: 2, 105: 1]")


def test_a_lead_counts_once_it_is_settled(terminal: Terminal) -> None:
    with redirect_stderr(terminal), Progress(2, shown=True) as progress:
        progress.settled(State.WAITING, 109)
        progress.settled(State.UNKNOWN, 103)
        progress.settled(State.ACCEPTED_INFERRED, 105)
    assert "1/2" in last_line(terminal)
    assert "109: " not in last_line(terminal)


def test_the_bar_says_what_the_run_waits_for(terminal: Terminal) -> None:
    with redirect_stderr(terminal), Progress(4, shown=True) as progress:
        progress.paused("the server is busy", 120)
        assert last_line(terminal).startswith("paused 2 min: the server is busy:   0%")
        progress.settling(3, 40)
        assert last_line(terminal).startswith("3 leads settling, 40 s:   0%")
        progress.finishing(1)
        assert last_line(terminal).startswith("interrupted: waiting for 1 lead in flight; interrupt again to abandon:")


def test_in_a_log_file_there_is_a_line_for_each_wait() -> None:
    log = io.StringIO()
    with redirect_stderr(log), Progress(2, shown=True) as progress:
        for seconds in (120, 119, 118):
            progress.paused("the server is busy", seconds)
        progress.sending()
        progress.settled(State.ACCEPTED, 0)
        progress.settling(3, 40)
        progress.settling(2, 30)
    assert log.getvalue() == "paused 2 min: the server is busy\n3 leads settling, 40 s\n"


def test_a_bar_is_left_out_where_nobody_wants_it(terminal: Terminal) -> None:
    with redirect_stderr(terminal), Progress(2, shown=False) as progress:
        progress.settled(State.ACCEPTED, 0)
    assert terminal.getvalue() == ""
