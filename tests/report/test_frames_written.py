"""The frames of a report, of a run, and labels that are no row numbers, written to files and read back."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.leads.streaming import open_leads
from noojee_dq.report.report import Report

_CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
_TEXT = "Name,Phone\nAnn,0491570006\nBob,none\nCy,0491570156\nDee,\nEve,0491570158\n"


def _pandas_excel(frame: pd.DataFrame, path: Path) -> None:
    frame.to_excel(path, engine="xlsxwriter")


_WAYS: dict[str, tuple[str, Callable[[pd.DataFrame, Path], object]]] = {
    "write_leads, CSV": ("ready.csv", nj.write_leads),
    "write_leads, workbook": ("ready.xlsx", nj.write_leads),
    "write_leads, Parquet": ("ready.parquet", nj.write_leads),
    "pandas, CSV": ("ready.csv", lambda frame, path: frame.to_csv(path)),
    "pandas, CSV without a name for rows": ("ready.csv", lambda frame, path: frame.rename_axis(None).to_csv(path)),
    "pandas, workbook": ("ready.xlsx", _pandas_excel),
}


def _report(folder: Path) -> Report:
    (folder / "leads.csv").write_text(_TEXT, "utf-8")
    return nj.check(nj.read_leads(folder / "leads.csv"), _CAMPAIGN)


@pytest.mark.parametrize("frame", ["ready", "rejected", "annotated"])
@pytest.mark.parametrize("way", _WAYS)
def test_frames_of_a_report_come_back_as_leads_alone_under_their_rows(tmp_path: Path, way: str, frame: str) -> None:
    name, write = _WAYS[way]
    leads = getattr(_report(tmp_path), frame)
    write(leads, tmp_path / name)
    again = nj.read_leads(tmp_path / name)
    assert again.columns.tolist() == ["Name", "Phone"]
    assert again["Phone"].to_dict() == leads["Phone"].to_dict()


def test_in_parts_the_column_of_rows_is_none_of_the_list_either(tmp_path: Path) -> None:
    _report(tmp_path).ready.to_csv(tmp_path / "ready.csv")
    stream = open_leads(tmp_path / "ready.csv", rows=10)
    assert sum(map(len, stream)) == 3
    columns, _ = stream.finish()
    assert [name for name in columns.values() if not name.startswith("dq_")] == ["Name", "Phone"]


@pytest.mark.parametrize(
    "headings",
    [
        ["row", "Phone"],  # a list with a column of its own
        ["row", "Phone", "dq_status"],
        ["row", "Phone", "dq_status", "dq_expected_code", "dq_codes", "dq_reasons", "api_code"],  # of a run
        ["Name", "row", "dq_status", "dq_expected_code", "dq_codes", "dq_reasons"],
    ],
)
def test_another_column_called_row_is_left_alone(tmp_path: Path, headings: list[str]) -> None:
    pd.DataFrame([["1"] * len(headings)], columns=headings).to_csv(tmp_path / "leads.csv", index=False)
    assert nj.read_leads(tmp_path / "leads.csv").columns.tolist() == headings


@pytest.mark.parametrize(
    ("columns", "said"),
    [
        (["dq_status"], 'column "dq_status" is replaced'),
        (["dq_status", "dq_codes"], 'columns "dq_status", "dq_codes" are replaced'),
        (["dq_note"], ""),
    ],
)
def test_a_column_that_the_verdict_replaces_is_named(columns: list[str], said: str) -> None:
    report = nj.check(pd.DataFrame({"Phone": ["0491570006"], **dict.fromkeys(columns, "mine")}), _CAMPAIGN)
    assert [note for note in report.notes if "replaced" in note and note.startswith(said or "-")] == (
        [note for note in report.notes if "replaced" in note]
    )
    assert any("replaced" in note for note in report.notes) == bool(said)


@pytest.mark.parametrize(
    "labels",
    [
        pd.MultiIndex.from_tuples([("b", 2), ("a", 1), ("c", 3)]),
        pd.Index(["z", "y", "x"]),
        pd.Index([7, 3, 9]),
    ],
)
def test_a_workbook_keeps_the_order_of_leads_whatever_their_labels(tmp_path: Path, labels: pd.Index) -> None:
    leads = pd.DataFrame({"Name": ["Ann", "Bob", "Cy"], "Phone": ["0491570006", "none", "0491570156"]}, index=labels)
    nj.check(leads, _CAMPAIGN).to_excel(tmp_path / "checked.xlsx")
    again = nj.read_leads(tmp_path / "checked.xlsx")
    assert again.columns.tolist() == ["Name", "Phone"]
    rows = labels.tolist()
    in_order = sorted(rows) if isinstance(rows[0], int) else rows
    assert again.index.tolist() == (in_order if isinstance(rows[0], int) else [str(label) for label in rows])
