"""Leads in parts that come back from a run: any of them may name it, and its journal is needed for the first."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.fields import API_RUN, LEAD_FOLDERS, Operation
from noojee_dq.large.parts import Part, lead_label
from noojee_dq.leads.named_files import is_url
from noojee_dq.lists import KnownLeads
from noojee_dq.returned_runs import ReturnedRuns, found_runs, runs_of
from noojee_dq.words.rows import MOST_ROWS


def folders_of(paths: Iterable[str]) -> tuple[str, ...]:
    """Return the folders in which lead files lie, each once; a URL leads to none.

    Example:
        >>> folders_of(["/leads/a.csv", "/leads/b.csv"])
        ('/leads',)
    """
    return tuple(dict.fromkeys(str(Path(path).absolute().parent) for path in paths if not is_url(path)))


def returned_parts(
    parts: Iterator[Part], paths: Sequence[str], campaign: Campaign, operation: Operation, known: KnownLeads | None
) -> tuple[Iterable[Part], ReturnedRuns]:
    """Find the journals of the runs that leads in parts come back from.

    Args:
        parts: of the leads, which are read meanwhile only where they have the column `api_run`.
        paths: of the lead files; journals are looked for beside each.
        campaign: as for `noojee_dq.check`.
        operation: as for `noojee_dq.check`.
        known: as for `noojee_dq.check`.

    Returns:
        The parts, and what was found.

    Raises:
        LeadsError: as the parts.
    """
    first = next(parts)
    if API_RUN not in first.headings:
        return chain([first], parts), ReturnedRuns()
    staged = [first, *parts]
    runs = {run for part in staged for run in _runs_in(part).unique()} - {""}
    columns = pd.DataFrame(columns=pd.Index(first.headings, dtype="str"), dtype="str")
    columns.attrs[LEAD_FOLDERS] = folders_of(paths)
    found = found_runs(runs, columns, campaign, operation, known)
    # Workers may have another working folder.
    found = found._replace(journals=tuple(journal.absolute() for journal in found.journals))
    return staged, found.told(*_leads_of(found.lost, staged, paths))


def _runs_in(part: Part) -> pd.Series:
    return runs_of(part.leads([API_RUN]))


def _leads_of(runs: frozenset[str], parts: Sequence[Part], paths: Sequence[str]) -> tuple[list[object], int]:
    """Return what the first leads of some runs are called, and how many these runs have."""
    labels: list[object] = []
    total = 0
    for part in parts if runs else ():
        of_part = _runs_in(part)
        rows = of_part.index[of_part.isin(runs).to_numpy(dtype=bool)]
        source = paths[part.file] if len(paths) > 1 else None
        labels += [lead_label(row, source) for row in rows[:MOST_ROWS]]
        total += len(rows)
    return labels, total
