"""Leads of frames that were put one below another come back from every file, in their order: their labels repeat."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.report import Report

_CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
_PHONES = ["0491570006", "none", "0491570157", "0491570158"]


def _report() -> Report:
    halves = [pd.DataFrame({"Name": ["A", "B"], "Phone": half}) for half in (_PHONES[:2], _PHONES[2:])]
    return nj.check(pd.concat(halves), _CAMPAIGN)


_WAYS: dict[str, tuple[Callable[[Report, Path], object], str]] = {
    "write_leads.csv": (lambda report, path: nj.write_leads(report.annotated, path), "all"),
    "write_leads.xlsx": (lambda report, path: nj.write_leads(report.annotated, path), "all"),
    "write_leads.parquet": (lambda report, path: nj.write_leads(report.annotated, path), "all"),
    "ready.csv": (lambda report, path: nj.write_leads(report.ready, path), "ready"),
    "report.xlsx": (lambda report, path: report.to_excel(path), "all"),
    "pandas.csv": (lambda report, path: report.annotated.to_csv(path), "all"),
    "pandas_row.csv": (lambda report, path: report.annotated.rename_axis("row").to_csv(path), "all"),
    "pandas.xlsx": (lambda report, path: report.annotated.to_excel(path, engine="xlsxwriter"), "all"),
}


@pytest.mark.parametrize("name", _WAYS)
def test_they_come_back_in_their_order(tmp_path: Path, name: str) -> None:
    write, which = _WAYS[name]
    write(_report(), tmp_path / name)
    again = nj.read_leads(tmp_path / name)
    assert again.columns.tolist() == ["Name", "Phone"]
    assert again["Phone"].tolist() == [one for one in _PHONES if which == "all" or one != "none"]
    assert again.index.tolist() == ([0, 1, 0, 1] if which == "all" else [0, 0, 1])


def _answered() -> pd.DataFrame:
    answers: dict[str, Any] = {
        "api_code": [0, 102, 102, 102],
        "api_result": "x",
        "api_message": "",
        "api_http_status": 200,
    }
    outcomes: dict[str, Any] = {
        "api_outcome": ["accepted", "rejected", "rejected", "rejected"],
        "api_action": ["", "fix", "fix", "fix"],
    }
    leads = pd.DataFrame({"Phone": _PHONES}, index=[0, 1, 0, 1])
    return leads.assign(**answers, **outcomes, api_attempts=1, api_sent_at="2026-03-01T00:00:00+00:00")


def test_results_can_be_analysed_and_their_leads_sent_again(tmp_path: Path) -> None:
    nj.write_leads(_answered(), tmp_path / "results.csv")
    run = nj.analyse(tmp_path / "results.csv")
    assert run.fix["Phone"].tolist() == _PHONES[1:]
    for one in (run, nj.analyse(_answered())):
        one.to_excel(tmp_path / "run.xlsx", overwrite=True)
        assert nj.read_leads(tmp_path / "run.xlsx")["Phone"].tolist() == _PHONES[1:]


def test_a_copied_row_among_them_is_refused(tmp_path: Path) -> None:
    nj.write_leads(_report().ready, tmp_path / "ready.csv")
    with (tmp_path / "ready.csv").open("a") as file:
        file.write((tmp_path / "ready.csv").read_text().splitlines()[1] + "\n")
    with pytest.raises(nj.LeadsError, match="dq_row 0 stands in rows 2 and 5 of this file"):
        nj.read_leads(tmp_path / "ready.csv")
