"""Of the XML of a large sheet, the elements that tell of rows, columns and errors: a small part, quickly taken out."""

import re
from collections.abc import Iterator
from typing import Final

_ROOT: Final = re.compile(rb"<((?:[\w.-]+:)?)worksheet[\s>]")
_TAGS: Final = rb"<%(prefix)b(?:row|col)(?=[\s/>])[^>]*>"
_TAGS_AND_ERRORS: Final = _TAGS + rb"|<%(prefix)bc\s[^>]*\bt\s*=\s*[\"']e[\"'][^>]*(?:(?<=/)>|(?<!/)>.*?</%(prefix)bc>)"
#: Where cells hold errors one of these stands, and it is found far quicker than their tags.
_TYPES_OF_ERRORS: Final = (b'"e"', b"'e'")
_REFERENCE: Final = re.compile(rb"\sr\s*=")


class NotPlainError(Exception):
    """The XML has to be followed as a whole: tags may be text in it, or cells do not name their place."""


def rows_columns_and_errors(blocks: Iterator[bytes]) -> Iterator[bytes]:
    """Return a sheet's XML with its rows and columns, but of their cells only those that hold an error.

    Every row is there, as an empty element; its cells follow it.

    Args:
        blocks: of the sheet's XML.

    Raises:
        NotPlainError: it has to be followed as a whole.

    Example:
        >>> sheet = b'<worksheet><row r="1"><c r="A1"><v>5</v></c><c r="B1" t="e"><v>#N/A</v></c></row></worksheet>'
        >>> b"".join(rows_columns_and_errors(iter([sheet])))
        b'<worksheet><row r="1"/><c r="B1" t="e"><v>#N/A</v></c></worksheet>'
    """
    first = next(blocks, b"")
    root = _ROOT.search(first)
    if not root:
        raise NotPlainError
    prefix = {b"prefix": root[1]}
    yield b"<%(prefix)bworksheet>" % prefix
    begins = [b"<%(prefix)brow" % prefix, b"<%(prefix)bc " % prefix]
    tags, tags_and_errors = (re.compile(pattern % prefix, re.DOTALL) for pattern in (_TAGS, _TAGS_AND_ERRORS))
    for text in _whole_elements(first, blocks, begins):
        # In a comment, or in text that is marked as such, a tag would be none.
        if b"<!" in text:
            raise NotPlainError
        has_errors = any(kind in text for kind in _TYPES_OF_ERRORS)
        yield b"".join(map(_closed, (tags_and_errors if has_errors else tags).findall(text)))
    yield b"</%(prefix)bworksheet>" % prefix


def _whole_elements(first: bytes, blocks: Iterator[bytes], begins: list[bytes]) -> Iterator[bytes]:
    """Cut blocks anew, before a row or cell, or at least before a tag."""
    left = first
    for block in blocks:
        left += block
        # No cell is as long as a block: what is left of one is at its start no second time.
        end = max(left.rfind(begin) for begin in begins)
        end = end if end > 0 else max(left.rfind(b"<"), 0)
        yield left[:end]
        left = left[end:]
    yield left


def _closed(tag: bytes) -> bytes:
    if b"</" in tag:
        if not _REFERENCE.search(tag[: tag.index(b">")]):
            raise NotPlainError
        return tag
    return tag if tag.endswith(b"/>") else tag[:-1] + b"/>"
