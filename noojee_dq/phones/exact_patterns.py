"""Which patterns of libphonenumber mean the same to RE2, and can be run over whole columns."""

import pyarrow as pa

from noojee_dq.arrow.columns import matches, text


class NotCompiledError(Exception):
    """A part of libphonenumber's metadata has no exact counterpart here; never seen outside this package."""


def compiled(pattern: str) -> str:
    """Say that RE2 takes a pattern; what it takes means the same to it as to `re`, for text of ASCII digits.

    Args:
        pattern: a regular expression of libphonenumber's metadata.

    Returns:
        The pattern itself.

    Raises:
        NotCompiledError: RE2 refuses it: look-around, back references.

    Example:
        >>> compiled("0(?=4)")
        Traceback (most recent call last):
        ...
        noojee_dq.phones.exact_patterns.NotCompiledError: 0(?=4)
    """
    try:
        matches(text([""]), pattern)
    except pa.ArrowInvalid as refusal:
        raise NotCompiledError(pattern) from refusal
    return pattern
