"""Which character separates the cells of a text."""

import csv
import io
import re
from itertools import islice
from typing import Final, NamedTuple

from noojee_dq.errors import LeadsError
from noojee_dq.leads.header import find_header

#: Those that are looked for, with the words for them.
DELIMITERS: Final = {",": "comma", "\t": "tab", ";": "semicolon", "|": "pipe", "~": "tilde"}
#: And how else a person may write them.
_WRITTEN: Final = {word: mark for mark, word in DELIMITERS.items()} | {"\\t": "\t", "space": " "}
#: A file may have any other sign that is no part of a word or a quotation.
_MARK: Final = re.compile(r"[\t -~](?<![A-Za-z0-9\"])")

#: What spreadsheets understand in the first line of a text.
_HINT: Final = re.compile(r'"?sep=(?P<mark>[\t -~](?<![A-Za-z0-9"]))"?[,;\t|]*[ ]*(?:[\r\n]|$)', re.IGNORECASE)
#: Records at the start of a text by which its layout is told.
SAMPLE_RECORDS: Final = 100


def delimiter_of(written: str) -> str:
    r"""Return the delimiter that a person means.

    Args:
        written: the character itself, its name, or `\t`.

    Raises:
        LeadsError: no text has such a one.

    Example:
        >>> delimiter_of(";"), delimiter_of("tab"), delimiter_of(r"\t")
        (';', '\t', '\t')
    """
    delimiter = _WRITTEN.get(written.lower(), written)
    if not is_delimiter(delimiter):
        names = ", ".join(_WRITTEN)
        raise LeadsError(f"{written!r} separates no cells: the delimiter is one character, or one of {names}")
    return delimiter


def is_delimiter(mark: str) -> bool:
    """Say whether a text can be separated by this: one character that is no part of a word or a quotation.

    Example:
        >>> is_delimiter("^"), is_delimiter("a"), is_delimiter('"')
        (True, False, False)
    """
    return _MARK.fullmatch(mark) is not None


def word_of(delimiter: str) -> str:
    """Return the word for a delimiter, or the character in quotation marks.

    Example:
        >>> word_of(";"), word_of("^")
        ('semicolon', '"^"')
    """
    return DELIMITERS.get(delimiter, f'"{delimiter}"')


class Layout(NamedTuple):
    """How a text is laid out.

    Attributes:
        delimiter: what separates its cells.
        width: how many the first record has.
        above: how many records above all others say no more than what separates the cells.
    """

    delimiter: str
    width: int
    above: int


def layout_of(sample: str, delimiter: str | None) -> Layout:
    """Return the layout of a text.

    Args:
        sample: how it begins.
        delimiter: what separates the cells, if somebody has said so.

    Example:
        >>> layout_of("sep=;\\nPhone\\n", None)
        Layout(delimiter=';', width=2, above=1)
    """
    hint = _HINT.match(sample)
    chosen = delimiter or (hint["mark"] if hint else find_delimiter(sample))
    width = len(next(iter(sample_records(sample, chosen)), []))
    return Layout(chosen, width, 1 if hint else 0)


def find_delimiter(sample: str) -> str:
    """Return the delimiter that gives most records as many cells as the heading; a comma if none does.

    Example:
        >>> find_delimiter("Name;Phone\\nLee, Ann;1\\n")
        ';'
    """
    return max(DELIMITERS, key=lambda delimiter: _fit(sample, delimiter))


def _fit(sample: str, delimiter: str) -> tuple[int, int]:
    records = sample_records(sample, delimiter)
    header = find_header(records)
    width = 0 if header is None else len(records[header])
    if width < 2:
        return 0, 0
    # The width decides among equals: prose in a semicolon file can have one comma in every row.
    return sum(len(cells) == width for cells in records[header:]), width


def sample_records(sample: str, delimiter: str) -> list[list[str]]:
    """Return the first records of a text."""
    lines = io.StringIO(sample, newline="")
    return list(islice(csv.reader(lines, delimiter=delimiter), SAMPLE_RECORDS))
