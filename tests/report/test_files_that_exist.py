"""Files in which people correct leads are not written over by Python either, unless that is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.errors import OutputError
from tests.analysis.results import results

_CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
_LEADS = pd.DataFrame({"Phone": ["0491570006", ""]})

_WRITERS: dict[str, Callable[..., Any]] = {
    "the workbook of a check": lambda path, **given: nj.check(_LEADS, _CAMPAIGN).to_excel(path, **given),
    "the workbook of an analysis": lambda path, **given: nj.analyse(results()).to_excel(path, **given),
    "an empty workbook": lambda path, **given: nj.write_template(_CAMPAIGN, path, **given),
}


@pytest.mark.parametrize("writer", _WRITERS)
def test_a_workbook_that_exists_is_kept(tmp_path: Path, writer: str) -> None:
    path = tmp_path / "checked.xlsx"
    path.write_text("corrected", "utf-8")
    with pytest.raises(OutputError, match=r"name, such as .*checked-2\.xlsx, or overwrite=True"):
        _WRITERS[writer](path)
    assert path.read_text("utf-8") == "corrected"
    _WRITERS[writer](path, overwrite=True)
    assert path.read_bytes().startswith(b"PK")


def test_the_report_proposes_a_name_under_which_nothing_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    report = nj.check(_LEADS, _CAMPAIGN)
    assert 'report.to_excel("checked.xlsx")' in repr(report)
    report.to_excel("checked.xlsx")
    assert 'report.to_excel("checked-2.xlsx")' in repr(report)


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("page.html", lambda path: nj.check(_LEADS, _CAMPAIGN).to_html(path)),
        ("note.md", lambda path: nj.check(_LEADS, _CAMPAIGN).to_markdown(path)),
        ("leads.csv", lambda path: nj.write_leads(_LEADS, path)),
        ("leads.xlsx", lambda path: nj.write_leads(_LEADS, path)),
    ],
)
def test_pages_and_files_of_leads_are_made_anew(tmp_path: Path, name: str, write: Callable[[Path], object]) -> None:
    path = tmp_path / name
    path.write_bytes(b"before")
    write(path)
    assert path.read_bytes() != b"before"
