"""The encoding of a text file."""

import codecs
from collections.abc import Iterable, Iterator
from typing import Final

from noojee_dq.errors import LeadsError

UTF_8: Final = "utf-8"
CP1252: Final = "Windows-1252 (cp1252)"

_ADVICE: Final = 'open it in Excel and save it as "CSV UTF-8", or say which encoding it has with encoding='
_STEP: Final = 1 << 20
_SAMPLE_BYTES: Final = 1024

_REFUSALS: Final = {
    "utf-16": f"the file is not whole UTF-16 text: {_ADVICE}",
    "cp1252": f"the text is neither UTF-8 nor Windows-1252: {_ADVICE}",
}


def as_utf8(data: bytes, encoding: str | None) -> tuple[bytes, str]:
    """Return the text in UTF-8 (a byte order mark may lead it), and the name of the encoding it came in."""
    if encoding is not None:
        return _recode(data, encoding, f"the file cannot be read as {encoding}: {_ADVICE}"), encoding
    codec, name = find_encoding(data[:_SAMPLE_BYTES], [data])
    return data if codec == UTF_8 else _recode(data, codec, _REFUSALS[codec]), name


def find_encoding(start: bytes, blocks: Iterable[bytes]) -> tuple[str, str]:
    """Return the codec of a text, and the name of its encoding.

    Args:
        start: its first bytes.
        blocks: all of it, one after the other.

    Raises:
        LeadsError: it is UTF-16 without the mark that says so.
    """
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16", "UTF-16"
    if _looks_like_utf16(start):
        raise LeadsError(f"the text seems to be UTF-16 without the mark that says so: {_ADVICE}")
    return (UTF_8, "UTF-8") if _is_utf8(blocks) else ("cp1252", CP1252)


def blocks_as_utf8(blocks: Iterable[bytes], codec: str) -> Iterator[bytes]:
    """Return the blocks of a text in UTF-8.

    Args:
        blocks: one after the other.
        codec: of `find_encoding`.

    Raises:
        LeadsError: it is not in this encoding.
    """
    if codec == UTF_8:
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder(codec)()
    try:
        for block in blocks:
            yield decoder.decode(block).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise LeadsError(_REFUSALS[codec]) from None


def _recode(data: bytes, encoding: str, refusal: str) -> bytes:
    try:
        return data.decode(encoding).encode("utf-8")
    except (LookupError, UnicodeError):
        raise LeadsError(refusal) from None


def _looks_like_utf16(start: bytes) -> bool:
    return any(2 * half.count(0) > len(half) for half in (start[0::2], start[1::2]))


def _is_utf8(blocks: Iterable[bytes]) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in blocks:
            between_characters = not decoder.getstate()[0]
            if between_characters and block.isascii():  # which is many times as quick to tell
                continue
            # Step by step, because one decode of a big file would hold all of it as str only to throw it away.
            view = memoryview(block)
            for start in range(0, len(block), _STEP):
                decoder.decode(view[start : start + _STEP])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True
