"""The progress bar of a run: rate, time left, counts by code, and what the run is waiting for."""

import importlib.util
import sys
from collections import Counter
from contextlib import AbstractContextManager, suppress
from typing import Any, Self

from tqdm.std import tqdm

from noojee_dq.journal.format import State
from noojee_dq.words.counts import counted

_SETTLED = frozenset({State.ACCEPTED, State.ACCEPTED_INFERRED, State.REJECTED, State.CONFLICT})
_MINUTE = 60
#: In minutes.
_HOUR = 60


class Progress:
    """A progress bar on stderr, or as a widget in a notebook.

    Args:
        total: leads that the run is to settle.
        shown: whether anything is shown; in a log file that is no bar, but a line for each wait.

    Example:
        >>> with Progress(10, shown=False) as progress:
        ...     progress.settled(State.ACCEPTED, 0)
    """

    def __init__(self, total: int, *, shown: bool) -> None:
        kind, live = _bar()
        self._bar: Any = kind(total=total, unit="lead", desc="sending", disable=not (shown and live), file=sys.stderr)
        self._logged = shown and not live
        self._why = ""
        self._codes: Counter[int] = Counter()
        self._said = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with _display():
            self._bar.close()

    def settled(self, state: State, code: int | None) -> None:
        """Count what became of a row; one that is sent again later does not count."""
        if state in _SETTLED and code is not None:
            self._codes[code] += 1
            counts = ", ".join(f"{code}: {self._codes[code]:,}" for code in sorted(self._codes))
            with _display():
                self._bar.set_postfix_str(counts, refresh=False)
                self._bar.update()

    def paused(self, why: str, seconds: float) -> None:
        """Say that the whole run waits."""
        self._say(f"paused {duration(seconds)}: {why}", why)

    def settling(self, leads: int, seconds: float) -> None:
        """Say that the only rows left are those that must wait."""
        self._say(f"{counted(leads, 'lead')} settling, {duration(seconds)}", "settling")

    def finishing(self, calls: int) -> None:
        """Say that the run was interrupted, and waits for what is in flight."""
        self._say(f"interrupted: waiting for {counted(calls, 'lead')} in flight; interrupt again to abandon")

    def sending(self) -> None:
        """Say that leads are being sent."""
        self._say("sending")

    def _say(self, text: str, why: str = "") -> None:
        """Show a text; in a log file, where there is no bar, only why it waits, and that once."""
        if self._logged and why and why != self._why:
            say(text)
        self._why = why
        # Each refresh is a message to the notebook, or a line to the terminal.
        if text != self._said:
            self._said = text
            with _display():
                self._bar.set_description_str(text)


def say(text: str) -> None:
    """Write a line on stderr, if there is somebody to read it.

    Example:
        >>> say("")
    """
    with _display():
        sys.stderr.write(f"{text}\n")


def _display() -> AbstractContextManager[None]:
    """Let no error of the display end a run: a terminal that was closed, a stream that is no longer there."""
    return suppress(OSError, ValueError, AttributeError)


def duration(seconds: float) -> str:
    """Write a time in the two units that matter.

    Example:
        >>> duration(45), duration(130), duration(7500)
        ('45 s', '2 min', '2 h 5 min')
    """
    minutes = round(seconds / _MINUTE)
    if seconds < 2 * _MINUTE:
        return f"{max(seconds, 0):.0f} s"
    return f"{minutes} min" if minutes < _HOUR else f"{minutes // _HOUR} h {minutes % _HOUR} min"


def _bar() -> tuple[type[Any], bool]:
    """Return the kind of bar that fits, and whether anybody could see it."""
    in_notebook = "ipykernel" in sys.modules and "IPython" in sys.modules and _has_kernel()
    if in_notebook and importlib.util.find_spec("ipywidgets"):
        from tqdm.notebook import tqdm as widget

        return widget, True
    return tqdm, in_notebook or (sys.stderr is not None and sys.stderr.isatty())


def _has_kernel() -> bool:
    from IPython import get_ipython

    return getattr(get_ipython(), "kernel", None) is not None
