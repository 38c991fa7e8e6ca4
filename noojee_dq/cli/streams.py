"""What a command says must not end it: streams that outlive their terminal or pipe."""

import errno
import os
import sys
from collections.abc import Callable
from io import TextIOWrapper
from typing import Any, TextIO


class ForgivingStream:
    """A text stream that says nothing more once nobody is there to read it.

    Args:
        stream: stdout or stderr.
        forgives: says which errors mean just that; others are raised.

    Attributes:
        lost: the error by which a text was lost that somebody may wait for; None = there was none.

    Example:
        >>> stream = ForgivingStream(sys.stderr, lambda error: True)
        >>> stream.writable()
        True
    """

    def __init__(self, stream: TextIO, forgives: Callable[[OSError], bool]) -> None:
        self._stream = stream
        self._forgives = forgives
        self._ends_nothing = False
        self.lost: OSError | None = None

    def end_nothing(self) -> None:
        """Raise no error of the stream from now on, whatever it means."""
        self._ends_nothing = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def write(self, text: str) -> int:
        """Write text, as any stream does."""
        self._try(lambda: self._stream.write(text))
        return len(text)

    def flush(self) -> None:
        """Write what is buffered, as any stream does."""
        self._try(self._stream.flush)

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except OSError as error:
            if not self._forgives(error):
                if not self._ends_nothing:
                    raise
                self.lost = error
            # What is still buffered goes there too, at the latest when Python ends.
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


def forgive_closed_streams() -> None:
    """Let stdout and stderr outlive whoever reads them, and take any character; a full disk is still an error."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # Closed by the caller (`>&-`).
            stream = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - until the end
        if isinstance(stream, TextIOWrapper):
            # A terminal or a pipe may know fewer characters than a report has.
            stream.reconfigure(errors="replace")
        if not isinstance(stream, ForgivingStream):
            setattr(sys, name, ForgivingStream(stream, _nobody_reads(stream)))


def let_display_end_nothing() -> None:
    """Let no error of stdout or stderr end the program from now on: its exit code tells of work that is done."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, ForgivingStream):
            stream.end_nothing()


def lost_on_stdout() -> str:
    """Return why something could not be printed on stdout, since `let_display_end_nothing`; "" = it could.

    Example:
        >>> lost_on_stdout()
        ''
    """
    error = sys.stdout.lost if isinstance(sys.stdout, ForgivingStream) else None
    return "" if error is None else error.strerror or "unknown reason"


def _nobody_reads(stream: TextIO) -> Callable[[OSError], bool]:
    """Say of an error whether it means that a pipe has no reader any more, or that a terminal is gone."""
    # A terminal that is gone does not say any more that it was one.
    codes = (errno.EPIPE, errno.EIO) if stream.isatty() else (errno.EPIPE,)
    return lambda error: error.errno in codes
