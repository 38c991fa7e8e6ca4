"""The bundled sample: made-up, and every check fires on it."""

import os
import pickle
import re
import shutil
import subprocess
import sys
import time
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

import pandas as pd
import pytest
from filelock import FileLock

import noojee_dq as nj
from noojee_dq.checks import CHECKS
from noojee_dq.demo import SAMPLE_FILES, Demo, run_demo
from noojee_dq.report.agreement import expected_against_actual, unjudged

pytestmark = pytest.mark.long

#: Ranges that regulators keep for fiction (Australia, United Kingdom), and one premium number nobody has.
FICTITIOUS = re.compile(
    r"0?491570(006|156|157|158|159|110)|0?[2378](5550|7010)\d{4}|(5550|7010)\d{4}|1[38]00975707|\+?442079460123|1900000000"
)


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """A finished demo; where several processes run the tests, the first one makes it for all."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent
    kept = folder / "demo.pickle"
    with FileLock(kept.with_suffix(".lock")):
        if not kept.exists():
            kept.write_bytes(pickle.dumps(run_demo(folder / "demo")))
    made: Demo = pickle.loads(kept.read_bytes())  # noqa: S301 - our own
    return made


def test_every_check_of_single_leads_fires_on_the_sample(demo: Demo) -> None:
    fired = {*demo.inserts.findings["check"], *demo.updates.findings["check"]}
    silent = {
        *("in-doubt-since-run", "sent-by-earlier-run", "id-sent-by-earlier-run"),  # nothing was sent before
        *("accepted-before", "in-doubt-before"),
        "duplicate-out-of-sight",  # no file can show what the deduping campaign holds
        "hidden-row",  # nor can CSV hide a row
        "contact-hours-abroad",  # the sample's campaign has names of its own for contact hours
        "callback-forbidden",  # to ring at a forbidden time is a warning there
        "spreadsheet-error-beside",  # and its template has all columns
        *("required-blank", "value-too-long", "value-not-allowed"),  # it asks nothing of single fields
        "do-not-call-beside-another",  # no cell of it has two numbers of which one is listed
        "crowded-number",  # it takes each number once
        "duplicate-bad-number",  # and no number that nobody can dial stands there twice
        *("marked-not-sent", "mark-unclear"),  # a mark of a lead's own is a warning there
        # and nobody else has the number of a lead that bears one
        *("number-marked-do-not-call", "number-marked-not-sent", "number-mark-unclear"),
        "state-postcode",  # the sample has no column of postcodes
    }
    assert {check.id for check in CHECKS if check.scope != "file"} - fired == silent


def test_most_of_the_sample_is_ready(demo: Demo) -> None:
    assert demo.inserts.counts["ready"] > demo.inserts.counts["leads"] / 2


def test_every_file_that_is_named_is_there(demo: Demo) -> None:
    assert all(path.stat().st_size for path in demo.written)
    assert {path.name for path in demo.written} > set(SAMPLE_FILES)


def test_the_ready_leads_pass_again(demo: Demo) -> None:
    folder = demo.written[0].parent
    report = nj.check(nj.read_leads(folder / "ready.csv"), nj.Campaign.from_toml(folder / "campaign.toml"))
    assert report.ok


def test_no_report_of_the_sample_shows_a_phone_number(demo: Demo) -> None:
    leads = nj.read_leads(demo.written[1])
    numbers = [
        number
        for heading in ("Home Phone", "Mobile")
        for number in leads[heading]
        if sum(map(str.isdigit, number)) >= 6
    ]
    for report in demo.inserts, demo.updates:
        texts = [report.to_json(), report.to_html(), report.to_markdown(), report.to_csv(), repr(report)]
        for text in (*texts, report._repr_html_()):
            assert not [number for number in numbers if number in str(text)]


def test_the_sample_holds_only_numbers_that_nobody_has() -> None:
    folder = resources.files("noojee_dq") / "sample"
    for name in ("leads.csv", "updates.csv", "known.csv", "dnc.csv"):
        with resources.as_file(folder / name) as file:
            frame = nj.read_leads(file)
        phones = frame[[heading for heading in frame if heading in ("Home Phone", "Mobile", "Phone")]]
        for cell in pd.unique(phones.to_numpy().ravel()):
            plain = re.sub(r" ext 12|[ ()]|\.0$", "", cell)
            assert FICTITIOUS.fullmatch(plain) or plain in ("", "notgiven", "<NoChange>", "3.55504E+08"), cell


def test_the_verdicts_do_not_change_with_time(demo: Demo) -> None:
    folder = demo.written[0].parent
    campaign = nj.Campaign.from_toml(folder / "campaign.toml")
    leads = nj.read_leads(folder / "leads.csv")
    later = nj.check(
        leads, campaign, known=folder / "known.csv", dnc=folder / "dnc.csv", now=datetime(2030, 1, 1, tzinfo=UTC)
    )
    assert later.counts == demo.inserts.counts


def test_the_pbx_answers_every_lead_with_the_code_that_the_check_expected(demo: Demo) -> None:
    table = expected_against_actual(demo.answers)
    assert table["agree"].all()
    # A 103 leaves its lead in doubt, so it is no verdict.
    in_doubt = demo.answers[demo.answers["api_outcome"].eq("unknown")]
    assert in_doubt["api_code"].tolist() == in_doubt["dq_expected_code"].tolist() == [103] * unjudged(demo.answers)
    assert table["leads"].sum() + len(in_doubt) == 120
    assert demo.answers["api_outcome"].eq("accepted").sum() == 99
    assert {0, 102, 104, 105, 108, 111, 112, 114} == set(table["actual"])


def test_the_pbx_answers_every_update_with_the_code_that_the_check_expected(demo: Demo) -> None:
    table = expected_against_actual(demo.update_answers)
    assert table["agree"].all()
    assert table["leads"].sum() == len(demo.update_answers)
    assert {0, 101, 102, 106, 107, 114} == set(table["actual"])


def test_updates_are_to_be_fixed_dropped_and_reviewed(demo: Demo) -> None:
    assert all(demo.updates.counts[status] for status in ("ready", "fix", "drop", "review"))


def test_the_answers_are_on_the_rows_that_they_belong_to(demo: Demo) -> None:
    written = nj.read_leads(demo.written[0].parent / "results.xlsx")
    assert written.index.tolist() == demo.answers.index.tolist()
    assert written["Customer Ref"].tolist() == demo.inserts.leads["Customer Ref"].tolist()
    assert written["api_code"].tolist() == demo.answers["api_code"].astype(str).tolist()


def test_in_a_shell_the_demo_takes_less_than_half_a_minute_and_ends_with_the_comparison(
    demo: Demo, tmp_path: Path
) -> None:
    """Over the files of an earlier demo, which it replaces."""
    earlier = demo.written[0].parent
    folder = Path(shutil.copytree(earlier, tmp_path / "demo"))
    begun = time.monotonic()
    command = [sys.executable, "-m", "noojee_dq", "demo", "--dir", "demo"]
    ended = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)  # noqa: S603
    assert time.monotonic() - begun < 30
    assert re.search(r"inserts +105 +105 +DUPLICATE +4 +agree", ended.stdout)
    assert re.search(r"updates +107 +107 .* agree", ended.stdout)
    assert not re.search(r" differ *$", ended.stdout, flags=re.MULTILINE)
    written = [path.name for path in demo.written if path.name not in SAMPLE_FILES]
    assert all((folder / name).stat().st_mtime > (earlier / name).stat().st_mtime for name in written)
