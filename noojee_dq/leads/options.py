"""How a lead file is to be read, as far as somebody has said so."""

import codecs
from typing import NamedTuple, Self

from noojee_dq.errors import LeadsError
from noojee_dq.leads.delimiters import DELIMITERS, delimiter_of
from noojee_dq.leads.encodings import refuse_unknown_encoding
from noojee_dq.words.arguments import kind_shown


class Reading(NamedTuple):
    """What was said of a file; None = it is to be found out.

    Attributes:
        sheet: of a workbook, as `read_leads` takes it.
        header_row: the row of the headings.
        encoding: of a text.
        delimiter: the character that separates the cells of a text.
    """

    sheet: str | int | None = None
    header_row: int | None = None
    encoding: str | None = None
    delimiter: str | None = None

    def exact(self) -> Self:
        """Return it with the delimiter as one character.

        Raises:
            LeadsError: no text has such a delimiter, or encoding, or an option is of another kind.

        Example:
            >>> Reading(delimiter="tab").exact().delimiter
            '\\t'
        """
        for name, example in (("encoding", "cp1252"), ("delimiter", "tab")):
            if not isinstance(given := getattr(self, name), str | None):
                raise LeadsError(f"{name} must be text, such as {example!r}, not {kind_shown(given)}")
        if not isinstance(self.sheet, str | int | None):
            raise LeadsError(f"sheet must be the name of a sheet, or its number from 0, not {kind_shown(self.sheet)}")
        if self.encoding is not None:
            refuse_unknown_encoding(self.encoding)
        return self._replace(delimiter=None if self.delimiter is None else delimiter_of(self.delimiter))

    def given(self) -> dict[str, str | int]:
        """Return what was said, by the names of the options."""
        return {name: value for name, value in self._asdict().items() if value is not None}

    def as_options(self) -> list[str]:
        """Return it as options of a command; there is none for the row of the headings, and sheets count from 1.

        Example:
            >>> Reading(sheet=0, delimiter="\\t").as_options()
            ['--sheet', '1', '--delimiter', 'tab']
        """
        return [part for name, value in self._written().items() for part in (f"--{name}", value)]

    def _written(self) -> dict[str, str]:
        sheet = self.sheet + 1 if isinstance(self.sheet, int) else self.sheet
        delimiter = None if self.delimiter is None else DELIMITERS.get(self.delimiter, self.delimiter)
        written = {"sheet": sheet, "encoding": self.encoding, "delimiter": delimiter}
        return {name: str(value) for name, value in written.items() if value is not None}

    def refuse(self, what: str, *names: str) -> None:
        """Refuse options that have no use for a file.

        Args:
            what: kind of file it is, with its article.
            names: of the options that it has no use for.

        Raises:
            LeadsError: one of them was given.

        Example:
            >>> Reading(sheet="Old").refuse("a text file", "sheet")
            Traceback (most recent call last):
            ...
            noojee_dq.errors.LeadsError: a text file has no sheet: leave out sheet= (--sheet)
        """
        useless = next((name for name in self.given() if name in names), None)
        if useless:
            option = "" if useless == "header_row" else f" (--{useless})"
            raise LeadsError(f"{what} has no {useless}: leave out {useless}={option}")

    def unlike(self, other: "Reading") -> str | None:
        """Return the first option that was given here and is another one there.

        Example:
            >>> Reading(encoding="latin-1").unlike(Reading(encoding="ISO-8859-1"))
            >>> Reading(sheet="1").unlike(Reading(sheet=0))
            >>> Reading(sheet="Old").unlike(Reading())
            'sheet'
        """
        mine, there = self._compared(), other._compared()
        return next((name for name, value in mine.items() if there.get(name) != value), None)

    def _compared(self) -> dict[str, str | int]:
        """Return what was said, in one form of all that mean the same."""
        said = self.given() | self._written()
        return said if self.encoding is None else said | {"encoding": _codec(self.encoding)}


def _codec(encoding: str) -> str:
    """Return one name for all by which Python knows an encoding."""
    try:
        return codecs.lookup(encoding).name
    except LookupError:
        return encoding
