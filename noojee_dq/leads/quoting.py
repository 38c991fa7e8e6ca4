"""Records of a text file by the csv module, and the quotation marks that it cannot be trusted with."""

import csv
import io
from collections.abc import Iterator

from noojee_dq.errors import LeadsError


def read_records(data: bytes, delimiter: str, *, strict: bool = False) -> Iterator[list[str]]:
    """Return the records of a UTF-8 text, one for each row that a spreadsheet shows."""
    lines = io.TextIOWrapper(io.BytesIO(data), encoding="utf-8-sig", newline="")
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def check_quotes(data: bytes, delimiter: str) -> None:
    """Refuse a text in which a quotation mark may have swallowed the rows below it."""
    row = 1
    try:
        for _ in read_records(data, delimiter, strict=True):
            row += 1
    except csv.Error as error:
        # The csv module has one exception for everything, so only its words tell the harmless case.
        if "expected after" not in str(error):
            raise _runaway_quote(row) from None
        _refuse_line_ends(data, delimiter)


def _refuse_line_ends(data: bytes, delimiter: str) -> None:
    # After a last line end, a quotation mark that never closes shows as a value with a line end in it.
    if not data.endswith((b"\n", b"\r")):
        data += b"\n"
    row = 1
    try:
        for cells in read_records(data, delimiter):
            if any("\n" in cell or "\r" in cell for cell in cells):
                raise _runaway_quote(row)
            row += 1
    except csv.Error:
        raise _runaway_quote(row) from None


def _runaway_quote(row: int) -> LeadsError:
    return LeadsError(
        f"row {row}: a quotation mark opens and the value runs on over the next lines, so leads may be lost "
        "in it: remove or double the quotation marks inside the values of this row, save, and run again"
    )
