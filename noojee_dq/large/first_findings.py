"""The first findings of each check, kept in a file of their own, so that to show them takes no memory and no time."""

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from noojee_dq.large.folder import SAMPLES, WORKING, Folder
from noojee_dq.report.located import turns
from noojee_dq.report.overview import MAX_SAMPLES

#: The column of their file that tells leads apart.
LEAD: Final = "lead"


def first_findings(findings: pd.DataFrame) -> pd.DataFrame:
    """Return the findings of the first leads of each check.

    Args:
        findings: in file order, with the number of each one's lead under `LEAD`; -1 = it concerns the whole file.

    Example:
        >>> lines = pd.DataFrame({"check": ["a"] * 12, "severity": "error", LEAD: range(12)})
        >>> len(first_findings(lines)) == MAX_SAMPLES
        True
    """
    return findings[turns(findings, findings[LEAD].to_numpy()) <= MAX_SAMPLES]


def write_samples(folder: Folder, of_parts: Sequence[pd.DataFrame]) -> None:
    """Write the first findings of each check, as `sampled` reads them.

    Args:
        folder: of the check.
        of_parts: those of the files as a whole, and of each part in order.
    """
    last = np.cumsum([0, *(len(part) for part in of_parts)])
    # A lead is in one part: its number there, and those of the parts before, tell it from all others.
    numbered = [
        part.assign(**{LEAD: np.where(part[LEAD] < 0, -1, before + pd.factorize(part[LEAD])[0])})
        for part, before in zip(of_parts, last[:-1], strict=True)
    ]
    first = first_findings(pd.concat(numbered, ignore_index=True))
    folder.write(pa.Table.from_pandas(first, preserve_index=False), WORKING, SAMPLES)
