"""The leads of several files as one list: each row is called by its number and its file."""

from collections.abc import Hashable, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from noojee_dq.errors import LeadsError
from noojee_dq.fields import DQ_SOURCE, LEAD_FOLDERS, READ_PROBLEM, RETURNED
from noojee_dq.leads.streaming import NO_LEAD


def one_list(files: Sequence[tuple[str, pd.DataFrame]]) -> pd.DataFrame:
    """Join the leads of several files, in the order given; those of one are returned as they are.

    Args:
        files: the name of each, and its leads as `read_leads` gives them.

    Returns:
        The leads under the row numbers of their files, with `dq_source`, which names the file of each.

    Raises:
        LeadsError: the headings differ, a report wrote one of the files, or there is no lead in any.

    Example:
        >>> ann, bob = (pd.DataFrame({"Phone": [number]}, pd.Index([2], name="row")) for number in ("1", "2"))
        >>> one_list([("a.csv", ann), ("b.csv", bob)])["dq_source"].tolist()
        ['a.csv', 'b.csv']
    """
    if len(files) == 1:
        return files[0][1]
    first, of_first = files[0]
    for name, leads in files:
        if RETURNED in leads.attrs or DQ_SOURCE in leads:
            raise LeadsError(f"{name}: a report wrote this file, under the rows of another: give it by itself")
        refuse_other_headings(first, _headings(of_first), name, _headings(leads))
    frames = [leads.assign(**{DQ_SOURCE: name}).astype({DQ_SOURCE: "str"}) for name, leads in files if len(leads)]
    if not frames:
        raise LeadsError(f"{first}: {NO_LEAD}")
    headings = [*_headings(of_first), *([READ_PROBLEM] if any(READ_PROBLEM in leads for leads in frames) else [])]
    joined = pd.concat([leads.reindex(columns=[DQ_SOURCE, *headings], fill_value="") for leads in frames])
    joined.index.name = "row"
    joined.attrs = _attrs(files)
    return joined


def refuse_other_headings(first: str, expected: Sequence[str], name: str, headings: Sequence[str]) -> None:
    """Refuse a file whose headings are not those of the first.

    Args:
        first: the name of the first file.
        expected: its headings.
        name: of another file.
        headings: of that.

    Raises:
        LeadsError: one of them has a column that the other lacks.

    Example:
        >>> refuse_other_headings("a.csv", ["Phone"], "b.csv", ["Phone"])
    """
    for of, found, others in ((name, headings, expected), (first, expected, headings)):
        missing = [heading for heading in others if heading not in found]
        if missing:
            raise LeadsError(
                f"{of} has no column {missing[0]!r}, which {first if of == name else name} has: files that are "
                "checked together need the same headings"
            )


def _headings(leads: pd.DataFrame) -> list[str]:
    return [heading for heading in leads.columns if heading != READ_PROBLEM]


def _attrs(files: Sequence[tuple[str, pd.DataFrame]]) -> dict[Hashable | None, Any]:
    """Return what is to be known of leads beside their cells: how each file was read, and where it lies."""
    notes = [f"{name}: {note}" for name, leads in files for note in leads.attrs.get("notes", ())]
    notes += [f"{name}: {NO_LEAD}: nothing of it was checked" for name, leads in files if leads.empty]
    paths = [leads.attrs["path"] for _, leads in files if leads.attrs.get("path")]
    return {
        "source": ", ".join(name for name, _ in files),
        "reading": files[0][1].attrs.get("reading", {}),
        "notes": notes,
        LEAD_FOLDERS: list(dict.fromkeys(str(Path(path).parent) for path in paths)),
    }
