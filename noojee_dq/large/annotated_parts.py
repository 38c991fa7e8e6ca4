"""The annotated leads of a large check, read from its folder part by part."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset
import pyarrow.parquet

from noojee_dq.fields import DQ_SOURCE, LEAD_FOLDERS
from noojee_dq.large.folder import ANNOTATED, FINDINGS, Folder
from noojee_dq.large.parts import ROW, SOURCE
from noojee_dq.large.totals import Totals
from noojee_dq.large.whole import damaged, of_check, result_files


def annotated_frames(
    folder: Folder, totals: Totals, wanted: Callable[[Path], Any], expected: int
) -> Iterator[pd.DataFrame]:
    """Read some of the annotated leads, part by part; some parts may have none.

    Args:
        folder: of the check.
        totals: its numbers.
        wanted: gives the filter of pyarrow for the leads of a part, by its file.
        expected: how many leads there are to be in all.

    Returns:
        At least one frame, under the row numbers of each file; where files are several, `dq_source` names it.

    Raises:
        LeadsError: the folder is damaged, or another check has written to it since; at the end, leads are missing.
    """
    missing = expected
    with of_check(folder, totals):
        files = result_files(folder, ANNOTATED)
    for file in files:
        with of_check(folder, totals):
            leads = pyarrow.dataset.dataset(file).to_table(filter=wanted(Path(file))).to_pandas().set_index(ROW)
        missing -= len(leads)
        if len(totals.sources) > 1:
            leads = leads.drop(columns=DQ_SOURCE, errors="ignore").rename(columns={SOURCE: DQ_SOURCE})
        leads.attrs[LEAD_FOLDERS] = list(totals.lead_folders)
        yield leads
    if missing:
        raise damaged(folder)


def failing_frames(folder: Folder, totals: Totals, check: str) -> Iterator[pd.DataFrame]:
    """Read the annotated leads that fail a check, part by part; else as `annotated_frames`.

    Args:
        folder: of the check.
        totals: its numbers.
        check: the id of one that ran.
    """
    failed = totals.check_results.set_index("check")["failed"]
    of_files = any(line.check == check and not line.leads for line in totals.summary)

    def wanted(file: Path) -> Any:
        if of_files:
            return pc.scalar(True)
        rows = pyarrow.parquet.read_table(
            folder.path / FINDINGS / file.name, columns=[ROW], filters=pc.field("check") == check
        )
        return pc.field(ROW).isin(pa.chunked_array(rows[ROW]).cast(pa.int64()))

    return (leads for leads in annotated_frames(folder, totals, wanted, int(failed[check])) if len(leads))
