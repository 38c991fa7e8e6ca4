"""The page of leads in parts is that of `check` on all of them in one frame, but for what repairs would do."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from markupsafe import escape

import noojee_dq as nj
from noojee_dq.large.large_report import LargeReport
from noojee_dq.report.corrections import Corrections
from noojee_dq.report.found import Found
from noojee_dq.report.going_on import going_on
from noojee_dq.settings.calling import Calling
from noojee_dq.show.page import MAX_BYTES
from tests.examples import mostly_long
from tests.large.made_up import CAMPAIGN, LISTS, NOW, in_one_frame, made_up_leads, other_row, written

pytestmark = pytest.mark.slow

OPTIONS: dict[str, dict[str, Any]] = {
    "insert": {},
    "lists": LISTS,
    "last": {"keep": "last"},
    "update": {"operation": "update"},
}


def without_repairs(report: nj.Report, large: LargeReport, paths: list[Path]) -> nj.Report:
    """A report of leads in one frame, its rows and files named as those of files that were checked together."""
    labels = report.findings["row"].astype("str")
    messages = [other_row(*pair) for pair in zip(report.findings["message"], labels, strict=True)]
    findings = report.findings.assign(message=pd.Series(messages, report.findings.index, dtype="str"))
    leads = report.leads
    if len(paths) > 1:
        findings["row"] = findings["row"].str.replace("@", " of ")
        leads = leads.set_axis(leads.index.str.replace("@", " of "))
    source, notes = large.found.source, large.notes
    return replace(report, leads=leads, findings=findings, batch_of=None, source=source, notes=notes)


def counts_of(found: Corrections) -> tuple[int, list[tuple[str, str, int]]]:
    return found.rows, [(one.check, one.column, one.rows) for one in found.of_columns]


def but_the_next_step(text: object, found: Found) -> str:
    """A page without what to do next, which is another thing where leads are in parts: they make no workbook."""
    said = str(text)
    for show_values in (False, True):
        step = going_on(found, show_values=show_values)
        for part in (step.words, step.command):
            said = said.replace(str(escape(part)), "").replace(part, "")
    return said


def assert_same_page(large: LargeReport, report: nj.Report, paths: list[Path]) -> None:
    expected = without_repairs(report, large, paths)

    def assert_same(one: object, other: object) -> None:
        assert but_the_next_step(one, large.found) == but_the_next_step(other, expected)

    for show_values in (False, True):
        assert_same(large.to_html(show_values=show_values), expected.to_html(show_values=show_values))
        assert_same(large.to_markdown(show_values=show_values), expected.to_markdown(show_values=show_values))
    if len(paths) == 1:
        assert large.to_markdown(audience="supplier") == expected.to_markdown(audience="supplier")
    assert counts_of(large.found.corrections) == counts_of(expected.corrections)
    assert_same(large._repr_html_(), expected._repr_html_())
    assert_same(repr(large), repr(expected))


@pytest.mark.parametrize("seed", mostly_long(range(30), usual=[1]))
@pytest.mark.parametrize("name", mostly_long(OPTIONS, usual=["lists"]))
def test_of_files_cut_anywhere(name: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    rng = np.random.default_rng(seed)
    paths = written(rng, int(rng.integers(1, 400)), int(rng.integers(2, 5)), Path())
    options = OPTIONS[name] | {"now": NOW}
    large = nj.check_files(paths, CAMPAIGN, out="out", part_rows=int(rng.integers(20, 150)), progress=False, **options)
    assert_same_page(large, nj.check(in_one_frame(paths), CAMPAIGN, **options), paths)


SETTINGS: dict[str, dict[str, Any]] = {
    "as it is": {},
    "wrong id": {"template_id": -1},
    "calling": {"calling": Calling(rules="au-research")},
}


@pytest.mark.parametrize("name", mostly_long(SETTINGS, usual=["wrong id", "calling"]))
def test_of_one_file(name: str, tmp_path: Path) -> None:
    campaign = CAMPAIGN.model_copy(update=SETTINGS[name])
    path = tmp_path / "leads.csv"
    leads = made_up_leads(np.random.default_rng(3), 600).assign(**{f"column {n}": "x" for n in range(50)})
    leads.to_csv(path, index=False)
    large = nj.check_files(path, campaign, out=tmp_path / "out", now=NOW, part_rows=133)
    report = nj.check(nj.read_leads(path), campaign, now=NOW)
    assert (large.found.source, large.notes) == (report.source, report.notes)
    assert_same_page(LargeReport.open(tmp_path / "out"), report, [path])


def test_of_leads_that_are_all_ready(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Phone,Mobile\n0491 570 006,\n0491 570 156,\n", "utf-8")
    large = nj.check_files(path, CAMPAIGN, out=tmp_path / "out", now=NOW, part_rows=1)
    assert_same_page(large, nj.check(nj.read_leads(path), CAMPAIGN, now=NOW), [path])


def test_it_says_what_is_not_counted_and_keeps_its_limit(tmp_path: Path) -> None:
    path, hostile = tmp_path / "leads.csv", "<&>" * 3_000
    leads = made_up_leads(np.random.default_rng(3), 12)
    leads.assign(Phone=hostile, njContactHours=hostile, **{hostile + str(n): hostile for n in range(20)}).to_csv(
        path, index=False
    )
    large = nj.check_files(path, CAMPAIGN, out=tmp_path / "out", now=NOW, part_rows=8)
    large.to_html(tmp_path / "page.html")
    page = (tmp_path / "page.html").read_bytes()
    assert len(page) <= MAX_BYTES
    assert "What “nj.repair(leads, campaign)” would do is not counted here" in page.decode()
    assert not re.search(r"0491\s?570\s?\d", page.decode())


def test_the_note_to_a_supplier_names_rows_by_their_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("Phone,Mobile\nnone,\nnone,\n0491 570 006,\nnone,\n", "utf-8")
    Path("b.csv").write_text("Phone,Mobile\nnone,\n0491 570 006,\n", "utf-8")
    large = nj.check_files(["a.csv", "b.csv"], CAMPAIGN, out="out", now=NOW, part_rows=1)
    note = str(large.to_markdown(audience="supplier"))
    assert "We checked 6 rows" in note
    assert "5 rows need your attention." in note
    assert "\n\nRows 2, 3, 5 of a.csv, 2 of b.csv: the lead holds no phone number" in note
    assert "duplicate" not in note


def test_it_shows_the_answers_after_a_run(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text("Phone,Mobile\n0491 570 006,\n0491 570 156,\n", "utf-8")
    large = nj.check_files(path, CAMPAIGN, out=tmp_path / "out", now=NOW)
    leads = next(large.ready_frames())
    results = leads.assign(api_code=[0, 104], api_outcome=["accepted", "rejected"], api_action=["none", "drop"])
    assert "1 of 2 verdicts of the API were as expected" in str(large.to_html(results=results))


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("repairs", "they are counted by a check of the repaired leads"),
        ("since", "use nj.check"),
        ("to_excel", "a sheet of a workbook holds 1,048,575 leads: use nj.write_leads"),
        ("to_csv", "use report.findings.to_table"),
        ("explore", "it turns the pages of all leads at once"),
        ("to_xml", ""),
    ],
)
def test_what_needs_all_leads_at_once_says_so(name: str, reason: str) -> None:
    report = LargeReport.__new__(LargeReport)
    with pytest.raises(AttributeError, match=f"a report on leads in parts has no {name}.*{reason}"):
        getattr(report, name)
