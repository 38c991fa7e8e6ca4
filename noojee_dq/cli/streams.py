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

    Example:
        >>> stream = ForgivingStream(sys.stderr, lambda error: True)
        >>> stream.writable()
        True
    """

    def __init__(self, stream: TextIO, forgives: Callable[[OSError], bool]) -> None:
        self._stream = stream
        self._forgives = forgives

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
                raise
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


def _nobody_reads(stream: TextIO) -> Callable[[OSError], bool]:
    """Say of an error whether it means that a pipe has no reader any more, or that a terminal is gone."""
    # A terminal that is gone does not say any more that it was one.
    codes = (errno.EPIPE, errno.EIO) if stream.isatty() else (errno.EPIPE,)
    return lambda error: error.errno in codes
