"""The encoding of a text file."""

import codecs
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from noojee_dq.errors import LeadsError
from noojee_dq.words.suggest import did_you_mean

UTF_8: Final = "utf-8"
CP1252: Final = "Windows-1252 (cp1252)"

#: What helps where a text was read in a wrong encoding.
ADVICE: Final = (
    'open it in Excel and save it as "CSV UTF-8", or say which encoding it has with encoding= (--encoding), such as '
    "cp1252, utf-16 or mac-roman"
)
#: Those that people give, as far as they write them wrong.
_OFTEN_MEANT: Final = ("cp1252", "latin-1", "mac-roman", "utf-16", "utf-8")
_STEP: Final = 1 << 20
_SAMPLE_BYTES: Final = 1024


class Encoding(NamedTuple):
    """The encoding of a text.

    Attributes:
        codec: Python's name for it.
        name: for a person.
        refusal: what is said of a text that is not in it.
        proved: the text is known to be in it, and needs no decoding: it is UTF-8.
        notes: what is to be said of it.
        ascii_alone: the text is known to hold nothing but ASCII.
    """

    codec: str
    name: str
    refusal: str
    proved: bool = False
    notes: tuple[str, ...] = ()
    ascii_alone: bool = False


_FOUND_UTF_8: Final = Encoding(UTF_8, "UTF-8", "", proved=True)
_FOUND_UTF_16: Final = Encoding("utf-16", "UTF-16", f"the file is not whole UTF-16 text: {ADVICE}")
_FOUND_CP1252: Final = Encoding(
    "cp1252",
    CP1252,
    f"the text is neither UTF-8 nor Windows-1252: {ADVICE}",
    notes=(f"not UTF-8: read as {CP1252}; check accented letters",),
)


def as_utf8(data: bytes, given: str | None) -> tuple[bytes, Encoding]:
    """Return a text in UTF-8 (a byte order mark may lead it), and the encoding it came in.

    Args:
        data: the text.
        given: its encoding; None = it is found.

    Raises:
        LeadsError: it is not in this encoding.
    """
    encoding = find_encoding(data[:_SAMPLE_BYTES], [data], given)
    return b"".join(blocks_as_utf8([data], encoding)), encoding


def find_encoding(start: bytes, blocks: Iterable[bytes], given: str | None = None) -> Encoding:
    """Return the encoding of a text.

    Args:
        start: its first bytes.
        blocks: all of it, one after the other.
        given: what somebody says it is.

    Raises:
        LeadsError: there is no such encoding, or it is UTF-16 without the mark that says so.
    """
    if given is not None:
        return _said(given, blocks)
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _FOUND_UTF_16
    if codec := _utf16_without_mark(start):
        raise LeadsError(
            f"the text seems to be UTF-16 without the mark that says so: read it with encoding={codec!r} "
            f'(--encoding {codec}), or open it in Excel and save it as "CSV UTF-8"'
        )
    beyond_ascii = _beyond_ascii(blocks)
    return _FOUND_CP1252 if beyond_ascii is None else _FOUND_UTF_8._replace(ascii_alone=not beyond_ascii)


def refuse_unknown_encoding(given: str) -> None:
    """Refuse the name of an encoding that no text has, whatever the file.

    Raises:
        LeadsError: there is none of that name.

    Example:
        >>> refuse_unknown_encoding("cp1253")
        >>> refuse_unknown_encoding("utf-61")
        Traceback (most recent call last):
        ...
        noojee_dq.errors.LeadsError: there is no encoding 'utf-61'; did you mean 'utf-16'?
    """
    try:
        " ".encode(given)
    except (LookupError, UnicodeError, ValueError):
        near = did_you_mean(given, _OFTEN_MEANT) or f": give {', '.join(_OFTEN_MEANT[:-1])} or {_OFTEN_MEANT[-1]}"
        raise LeadsError(f"there is no encoding {given!r}{near}") from None


def _said(given: str, blocks: Iterable[bytes]) -> Encoding:
    refuse_unknown_encoding(given)
    refusal = f"the file cannot be read as {given}: {ADVICE}"
    is_utf8 = codecs.lookup(given).name.startswith(UTF_8)
    doubtful = not is_utf8 and _beyond_ascii(blocks)
    also = (f"the text is UTF-8 as well as {given}: if letters look wrong, leave out encoding= (--encoding)",)
    return Encoding(given, given, refusal, notes=also if doubtful else ())


def blocks_as_utf8(blocks: Iterable[bytes], encoding: Encoding) -> Iterator[bytes]:
    """Return the blocks of a text in UTF-8.

    Args:
        blocks: one after the other.
        encoding: of the text.

    Raises:
        LeadsError: it is not in this encoding.
    """
    if encoding.proved:
        yield from blocks
        return
    decoder = codecs.getincrementaldecoder(encoding.codec)()
    try:
        for block in blocks:
            yield decoder.decode(block).encode()
        yield decoder.decode(b"", final=True).encode()
    except UnicodeError:
        raise LeadsError(encoding.refusal) from None


def _utf16_without_mark(start: bytes) -> str | None:
    """Return the codec of a text every other byte of which is 0, as it is for letters of Western languages."""
    halves = {"utf-16-be": start[0::2], "utf-16-le": start[1::2]}
    return next((codec for codec, half in halves.items() if 2 * half.count(0) > len(half)), None)


def _beyond_ascii(blocks: Iterable[bytes]) -> bool | None:
    """Say of a UTF-8 text whether it holds more than ASCII; None = it is not UTF-8."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    beyond = False
    try:
        for block in blocks:
            between_characters = not decoder.getstate()[0]
            if between_characters and block.isascii():  # which is many times as quick to tell
                continue
            beyond = True
            # Step by step, because one decode of a big file would hold all of it as str only to throw it away.
            view = memoryview(block)
            for start in range(0, len(block), _STEP):
                decoder.decode(view[start : start + _STEP])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return None
    return beyond
