"""A part of the leads: so many as fit into memory, and where they stand among all of them."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
import pandas as pd

from noojee_dq.arrow.columns import Positions
from noojee_dq.errors import LeadsError
from noojee_dq.fields import READ_PROBLEM
from noojee_dq.large.folder import read_kept
from noojee_dq.leads.parquet import rows_of_parquet
from noojee_dq.leads.reading import errors_of

#: The column that holds the number of each row in its file.
ROW = "row"
#: The column that names the file of each row, where there are several.
SOURCE = "source"


def lead_label(row: int, source: str | None) -> int | str:
    """Return what a lead is called: the number of its row, and its file where there are several.

    Example:
        >>> lead_label(7, None), lead_label(7, "b.csv")
        (7, '7 of b.csv')
    """
    return row if source is None else f"{row} of {source}"


@dataclass(frozen=True)
class Part:
    """Some rows of one file: in a file of ours with a column of text for each heading, and `row`; or in its own.

    Args:
        number: of the part among all, from 1.
        file: the place of its file among all.
        offset: how many positions the rows of the files before take.
        path: where it lies.
        names: its columns with the headings that they stand under.
        rows: which rows, from 0, of a Parquet file as it was given; None = all of a file of ours.
        version: of that file, which nobody may change meanwhile.
    """

    number: int
    file: int
    offset: int
    path: str
    names: tuple[tuple[str, str], ...]
    rows: range | None = None
    version: tuple[int, int] | None = None

    @property
    def name(self) -> str:
        """What files are called that are about this part: their order is that of the parts."""
        return f"{self.number:06}.parquet"

    @property
    def is_odd(self) -> bool:
        """Whether the reader had trouble with some of its rows."""
        return (READ_PROBLEM, READ_PROBLEM) in self.names

    @property
    def headings(self) -> list[str]:
        """What its columns are called."""
        return [heading for _, heading in self.names]

    def positions(self, rows: Positions) -> Positions:
        """Return the positions of some of its rows among those of all files; those of blank rows are of no lead."""
        return rows + self.offset

    def leads(self, headings: Collection[str] | None = None) -> pd.DataFrame:
        """Read its leads, all text, under their row numbers.

        Args:
            headings: of the columns that are wanted; None = all.
        """
        names = {name: heading for name, heading in self.names if headings is None or heading in headings}
        leads = self._kept(list(names)) if self.rows is None else self._in_place(self.rows)[[*map(int, names)]]
        leads.columns = pd.Index(list(names.values()), dtype="str")
        return leads

    def _kept(self, columns: list[str]) -> pd.DataFrame:
        table = read_kept(Path(self.path))
        leads = table.select(columns).to_pandas().astype("str")
        leads.index = pd.Index(table[ROW].to_numpy(), name=ROW)
        return leads

    def _in_place(self, rows: range) -> pd.DataFrame:
        path = Path(self.path)
        with errors_of(path):
            self._refuse_changed(path)
            body = rows_of_parquet(path, rows)
            # It may have been just while it was read.
            self._refuse_changed(path)
        return body.set_axis(pd.Index(body.index.to_numpy(), name=ROW))

    def _refuse_changed(self, path: Path) -> None:
        if version_of(path) != self.version:
            raise LeadsError("was changed while it was checked: run the check again")


def version_of(path: Path) -> tuple[int, int]:
    """Return what is no longer the same once a file was written anew."""
    found = path.stat()
    return found.st_size, found.st_mtime_ns


@dataclass(frozen=True)
class Files:
    """The files of a check, in the order given, and which row of them stands at a position.

    Args:
        sources: their paths as they were given.
        last_rows: the number of the last row of each.

    Example:
        >>> files = Files(("a.csv", "b.csv"), (9, 5))
        >>> files.row_texts(np.array([3, 12]), of=0).tolist()
        ['3', '2 of b.csv']
    """

    sources: tuple[str, ...]
    last_rows: tuple[int, ...]

    @cached_property
    def _offsets(self) -> Positions:
        return np.cumsum([0, *(last + 1 for last in self.last_rows)])

    @property
    def several(self) -> bool:
        """Whether a row number alone does not tell which lead is meant."""
        return len(self.sources) > 1

    def source_of(self, file: int) -> str | None:
        """Return the name of a file where it takes that to tell which lead is meant; None = there is one file."""
        return self.sources[file] if self.several else None

    def row_texts(self, positions: Positions, *, of: int) -> pd.Series:
        """Return the rows at some positions as a person calls them who looks at one of the files."""
        files = np.searchsorted(self._offsets, positions, side="right") - 1
        rows = pd.Series((positions - self._offsets[files]).astype("str"), dtype="str")
        others = pd.Series([f" of {source}" for source in self.sources], dtype="str").take(files).reset_index(drop=True)
        return rows + others.mask(files == of, "")
