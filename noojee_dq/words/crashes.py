"""What is said when a check or a fix, ours or anybody's, raises an error of its own."""

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from noojee_dq.errors import CheckCrashedError, NoojeeError


@contextmanager
def crash_named(what: str) -> Iterator[None]:
    """Say what failed itself, and in which line, without the text of its error: that can hold phone numbers.

    Args:
        what: its kind and its id.

    Raises:
        CheckCrashedError: something else than an error of ours was raised.

    Example:
        >>> try:
        ...     with crash_named("the check 'adults-only'"):
        ...         int("none")
        ... except CheckCrashedError as error:
        ...     print(str(error)[:49])
        the check 'adults-only' failed itself (ValueError
    """
    try:
        yield
    except NoojeeError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever anybody's function raises
        raise CheckCrashedError(
            f"{what} failed itself ({type(error).__name__}{_place(error)}): mend it where it is your own, "
            "else report it as a defect"
        ) from None


def _place(error: Exception) -> str:
    """Name the last line outside of libraries: that of the function which was asked, not of what it asked."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__)[1:] if "site-packages" not in frame.filename]
    return f" in {Path(frames[-1].filename).name}, line {frames[-1].lineno}" if frames else ""
