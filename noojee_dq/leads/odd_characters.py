"""Characters that a text has only where it was read, or once saved, in a wrong encoding."""

import re
from collections.abc import Sequence
from typing import Final, cast

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import contains
from noojee_dq.arrow.columns import Mask
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.leads.encodings import ADVICE, Encoding
from noojee_dq.words.spreadsheet import NotedRows

_REPLACEMENT: Final = "\ufffd".encode()
_C1: Final = re.compile(rb"\xc2[\x80-\x9f]")
#: Bytes of a text that are looked at together, so that they stay near the processor.
_BLOCK: Final = 2**20

#: As JSON may write them.
_ESCAPED: Final = re.compile(rb"\\u(?:00[0189]|[fF]{3}[dD])")

_OF_CELLS: Final = r"[\x{FFFD}\x{80}-\x{9F}]"
#: The first bytes of all of these in UTF-8.
_FIRST_BYTES: Final = b"\xef\xc2"
_OF_DECODED_CELLS: Final = r"[\x{FFFD}\x{80}-\x{9F}\x00-\x08\x0e-\x1f]"


class OddCharacters:
    """The rows of a text that hold replacement characters (U+FFFD) or control characters.

    Args:
        encoding: of the text. In one that is UTF-8 beyond doubt a character below U+0020 is just that.
    """

    def __init__(self, encoding: Encoding) -> None:
        self._encoding = encoding
        self._rows = NotedRows()
        self._seen = False

    def look(self, data: bytes) -> None:
        """Look for such characters in a part of the text, in UTF-8: where there are none, no cell is looked at."""
        self._seen = self._seen or self._are_in(data)

    def _are_in(self, data: bytes) -> bool:
        if not self._encoding.proved and _has_c0(data):
            return True
        if b"\\" in data and _ESCAPED.search(data):
            return True
        if self._encoding.ascii_alone or data.isascii():
            return False
        return _REPLACEMENT in data or _C1.search(data) is not None

    def note(self, headings: Sequence[str], body: pd.DataFrame) -> None:
        """Note the rows of a part that has been looked at.

        Args:
            headings: of the file, above its first part; else none.
            body: of a `Table`.
        """
        if not self._seen:
            return
        if headings and self._are_in_cells(pd.Series(headings, dtype="str")).any():
            self._rows.add([cast("pd.RangeIndex", body.index).start - 1])
        odd = pd.Series(False, index=body.index)
        for column in body.columns.difference([READ_PROBLEM]):
            odd |= self._are_in_cells(body[column])
        self._rows.add(odd.index[odd].tolist())

    def _are_in_cells(self, cells: pd.Series) -> Mask:
        if self._encoding.proved:
            return contains(cells, _OF_CELLS, needs=_FIRST_BYTES)
        return contains(cells, _OF_DECODED_CELLS)

    def notes(self) -> list[str]:
        """Say which rows these are, and what to try."""
        if not self._rows.count:
            return []
        what = f"{self._rows}: characters that no list has (such as \ufffd)"
        if self._encoding.proved:
            return [f'{what}; others were lost when the list was saved: ask for it again, as a workbook or "CSV UTF-8"']
        return [f"{what}: the encoding may be another than {self._encoding.name}; {ADVICE}"]


def _has_c0(data: bytes) -> bool:
    """Say whether there is a control character below U+0020 that is no white space; sooner than a pattern does."""
    whole = np.frombuffer(data, np.uint8)
    return any(
        np.count_nonzero(block < 0x20) > np.count_nonzero(block - np.uint8(0x09) <= 0x0D - 0x09)
        for block in (whole[start : start + _BLOCK] for start in range(0, len(whole), _BLOCK))
    )
