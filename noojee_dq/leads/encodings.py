"""The encoding of a text file."""

import codecs
from typing import Final

from noojee_dq.errors import LeadsError

CP1252: Final = "Windows-1252 (cp1252)"

_ADVICE: Final = 'open it in Excel and save it as "CSV UTF-8", or say which encoding it has with encoding='
_STEP: Final = 1 << 20


def as_utf8(data: bytes, encoding: str | None) -> tuple[bytes, str]:
    """Return the text in UTF-8 (a byte order mark may lead it), and the name of the encoding it came in."""
    if encoding is not None:
        return _recode(data, encoding, f"the file cannot be read as {encoding}: {_ADVICE}"), encoding
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _recode(data, "utf-16", f"the file is not whole UTF-16 text: {_ADVICE}"), "UTF-16"
    if _looks_like_utf16(data):
        raise LeadsError(f"the text seems to be UTF-16 without the mark that says so: {_ADVICE}")
    if _is_utf8(data):
        return data, "UTF-8"
    return _recode(data, "cp1252", f"the text is neither UTF-8 nor Windows-1252: {_ADVICE}"), CP1252


def _recode(data: bytes, encoding: str, refusal: str) -> bytes:
    try:
        return data.decode(encoding).encode("utf-8")
    except (LookupError, UnicodeError):
        raise LeadsError(refusal) from None


def _looks_like_utf16(data: bytes) -> bool:
    sample = data[:1024]
    return any(2 * half.count(0) > len(half) for half in (sample[0::2], sample[1::2]))


def _is_utf8(data: bytes) -> bool:
    if data.isascii():  # which is many times as quick to tell
        return True
    # Step by step, because one decode of a big file would hold all of it as str only to throw it away.
    decoder = codecs.getincrementaldecoder("utf-8")()
    view = memoryview(data)
    try:
        for start in range(0, len(data), _STEP):
            decoder.decode(view[start : start + _STEP])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
