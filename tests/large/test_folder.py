"""A folder of results is whole, or it is none: whatever ends a check."""

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.checks import CHECKS
from noojee_dq.checks.base import Check
from noojee_dq.errors import CampaignError, LeadsError
from noojee_dq.large.database import refuse_bad_memory
from noojee_dq.large.folder import Folder
from noojee_dq.large.inputs import Paths
from noojee_dq.large.writing_leads import write_ready_parts, write_rejected_parts
from noojee_dq.report.files import write_ready, write_rejected
from tests.examples import mostly_long
from tests.large.made_up import CAMPAIGN, NOW, made_up_leads

pytestmark = pytest.mark.slow

#: A check of one's own that ends the process at the second part: it gets as far as that each time.
KILLED = """
import os, signal, sys
import noojee_dq as nj
from noojee_dq.checks import CHECKS
from noojee_dq.checks.base import Check
parts = []
def end(batch, _):
    parts.append(batch)
    if len(parts) == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return batch.no_lead
CHECKS.append(Check(id="ends", scope="row", title="the process goes on", mask=end))
nj.check_files(sys.argv[1], nj.Campaign(phone_fields=["Phone"]), out=sys.argv[2], part_rows=20)
"""

#: The same on the command line, where a signal ends it in order.
ENDED = """
import os, signal, sys
from noojee_dq.cli import main
from noojee_dq.checks import CHECKS
from noojee_dq.checks.base import Check
leads, out, name = sys.argv[1:]
def end(batch, _):
    os.kill(os.getpid(), getattr(signal, name))
    return batch.no_lead
CHECKS.append(Check(id="ends", scope="row", title="the process goes on", mask=end))
sys.argv = ["noojee-dq", "check", leads, "--out", out, "--phone-field", "Phone", "--force"]
main()
"""

#: Files can grow to so many bytes only, as on a disk that is full; what Python compiles would be cut off, and stay so.
NO_ROOM = """
import resource, signal, sys
sys.dont_write_bytecode = True
resource.setrlimit(resource.RLIMIT_FSIZE, (4096, 4096))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
from noojee_dq.cli import main
sys.argv = ["noojee-dq", "check", sys.argv[1], "--out", sys.argv[2], "--phone-field", "Phone"]
main()
"""


@pytest.fixture
def leads(tmp_path: Path) -> Path:
    path = tmp_path / "leads.csv"
    made_up_leads(np.random.default_rng(1), 100).to_csv(path, index=False)
    return path


def checked(leads: Path, out: Path, **options: Any) -> nj.LargeReport:
    return nj.check_files(leads, CAMPAIGN, out=out, now=NOW, part_rows=34, **options)


def run(script: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", script, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)  # noqa: S603


def readings(report: nj.LargeReport, folder: Path) -> list[Callable[[], object]]:
    """All that reads the folder of a report."""
    return [
        report.to_html,
        report.to_json,
        report.to_markdown,
        lambda: report.to_markdown(audience="supplier"),
        lambda: repr(report),
        report.ready_leads,
        lambda: list(report.ready_frames()),
        lambda: report.findings.to_table(),
        lambda: report.rejected.to_table(),
        lambda: write_ready_parts(report, folder / "ready.csv"),
        lambda: write_rejected_parts(report, folder / "rejected.csv"),
    ]


def test_it_opens_again_as_it_was_left(leads: Path, tmp_path: Path) -> None:
    report = checked(leads, tmp_path / "out")
    again = nj.LargeReport.open(tmp_path / "out")
    assert repr(again) == repr(report)
    assert again.to_markdown() == report.to_markdown()
    assert (again.counts, again.by_code, again.ok) == (report.counts, report.by_code, report.ok)


@pytest.mark.long
def test_no_file_is_written_of_a_folder_of_which_leads_are_missing(leads: Path, tmp_path: Path) -> None:
    report = checked(leads, tmp_path / "out")
    ready = tmp_path / "ready.csv"
    ready.write_text("mine", "utf-8")
    sorted((tmp_path / "out" / "annotated").iterdir())[-1].unlink()
    with pytest.raises(LeadsError, match="is damaged, or was written anew meanwhile: run the check again"):
        write_ready_parts(report, ready)
    assert ready.read_text("utf-8") == "mine"
    sorted((tmp_path / "out" / "annotated").iterdir())[0].write_bytes(b"no Parquet")
    for read in (report.ready_leads, lambda: write_rejected_parts(report, ready)):
        with pytest.raises(LeadsError, match="is damaged, or was written anew meanwhile"):
            read()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["leads.csv", "out", "ready.csv"]


@pytest.mark.parametrize("suffix", mostly_long([".csv", ".tsv", ".parquet"], usual=[".csv"]))
def test_leads_written_in_parts_are_those_of_a_whole_check(suffix: str, leads: Path, tmp_path: Path) -> None:
    report, whole = checked(leads, tmp_path / "out"), nj.check(nj.read_leads(leads), CAMPAIGN, now=NOW)
    for in_parts, at_once in ((write_ready_parts, write_ready), (write_rejected_parts, write_rejected)):
        one, other = tmp_path / f"one{suffix}", tmp_path / f"other{suffix}"
        assert in_parts(report, one) == at_once(whole, other)
        pd.testing.assert_frame_equal(nj.read_leads(one), nj.read_leads(other))
        if suffix != ".parquet":
            assert one.read_bytes() == other.read_bytes()


def test_a_report_reads_no_leads_of_a_later_check(leads: Path, tmp_path: Path) -> None:
    report, shown = checked(leads, tmp_path / "out"), nj.LargeReport.open(tmp_path / "out")
    page, begun = shown.to_html(), report.ready_frames()
    next(begun)
    checked(leads, tmp_path / "out", force=True)
    # What was read before is shown still; the supplier's note reads more.
    reads = [lambda: next(begun), lambda: shown.to_markdown(audience="supplier")]
    for read in [*readings(report, tmp_path), *reads]:
        with pytest.raises(LeadsError, match=r"holds another check by now: open it again"):
            read()
    assert shown.to_html() == page
    assert len(nj.LargeReport.open(tmp_path / "out").ready_leads()) == report.counts["ready"]


@pytest.mark.parametrize("gone", mostly_long(["missing", "empty", "damaged"], ["empty"]))
def test_a_damaged_folder_is_named_as_such(gone: str, leads: Path, tmp_path: Path) -> None:
    report = checked(leads, tmp_path / "out")
    for path in [path for path in (tmp_path / "out").rglob("*.parquet") if gone != "missing"]:
        if gone == "empty":
            path.unlink()
        else:
            path.write_bytes(b"no Parquet")
    if gone == "missing":
        shutil.rmtree(tmp_path / "out" / "annotated")
        shutil.rmtree(tmp_path / "out" / "findings")
        (tmp_path / "out" / "samples.parquet").unlink()
    for read in readings(report, tmp_path):
        with pytest.raises(LeadsError, match=r"out: is damaged, or was written anew meanwhile: run the check again"):
            read()


def test_only_its_owner_reads_it_and_no_keys_stay(leads: Path, tmp_path: Path) -> None:
    checked(leads, tmp_path / "out")
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == stat.S_IRWXU
    files = [path for path in (tmp_path / "out").rglob("*") if path.is_file()]
    assert {path.name for path in files} >= {"report.json", "profile.parquet", "000001.parquet"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {stat.S_IRUSR | stat.S_IWUSR}
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        ".noojee-dq",
        "annotated",
        "findings",
        "profile.parquet",
        "report.json",
        "samples.parquet",
        "shared.parquet",
    ]


def test_a_process_that_is_killed_leaves_no_result_that_could_be_taken_for_a_whole_one(
    leads: Path, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    assert run(KILLED, leads, out).returncode == -9
    assert any((out / "working").rglob("*.arrow"))
    with pytest.raises(LeadsError, match="holds no whole check: run it again"):
        nj.LargeReport.open(out)
    report = checked(leads, out)
    assert not (out / "working").exists()
    assert report.counts["leads"] == 100


def test_an_error_leaves_no_keys(leads: Path, tmp_path: Path) -> None:
    (tmp_path / "other.csv").write_text("Telephone\n1\n", "utf-8")
    with pytest.raises(LeadsError, match=r"other\.csv has no column 'Phone', which .*leads\.csv has"):
        nj.check_files([leads, tmp_path / "other.csv"], CAMPAIGN, out=tmp_path / "out")
    assert not (tmp_path / "out" / "working").exists()


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")
@pytest.mark.parametrize("name", mostly_long(["SIGINT", "SIGTERM", "SIGHUP"], ["SIGTERM"]))
def test_a_check_that_is_ended_leaves_no_lead(name: str, leads: Path, tmp_path: Path) -> None:
    assert run(ENDED, leads, tmp_path / "out", name).returncode == 130
    assert [path.name for path in (tmp_path / "out").iterdir()] == [".noojee-dq"]


def test_what_a_check_that_was_killed_has_left_goes_with_the_next(leads: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    checked(leads, out)
    (out / "report.json").unlink()
    with pytest.raises(CampaignError):
        checked(leads, out, memory="1MB")
    assert [path.name for path in out.iterdir()] == [".noojee-dq"]


def test_where_there_is_no_room_the_folder_is_named(leads: Path, tmp_path: Path) -> None:
    ended = run(NO_ROOM, leads, tmp_path / "out")
    assert ended.returncode == 4, ended.stderr
    assert f"{tmp_path / 'out'}: the results cannot be written" in ended.stderr
    assert "make room there, or name another folder" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.mark.long
def test_a_whole_check_is_replaced_only_when_that_is_said(leads: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    checked(leads, out)
    with pytest.raises(CampaignError, match="holds a check already: name another folder, or replace it"):
        checked(leads, out, keep="last")
    assert checked(leads, out, force=True).counts["leads"] == 100


@pytest.mark.long
def test_the_names_of_lead_files_are_no_patterns(leads: Path, tmp_path: Path) -> None:
    odd = tmp_path / "[1] it's *x"
    odd.mkdir()
    leads = leads.rename(odd / "leads [a].csv")
    report = checked(leads, tmp_path / "out")
    assert report.counts["leads"] == report.annotated.count_rows() == 100


@pytest.mark.parametrize("name", ["run*", "wh?t"])
def test_a_folder_whose_name_is_a_pattern_is_refused(name: str, leads: Path, tmp_path: Path) -> None:
    with pytest.raises(CampaignError, match="for a pattern: name a folder without these"):
        checked(leads, tmp_path / name)


@pytest.mark.long
def test_no_value_is_read_out_of_the_name_of_a_folder(leads: Path, tmp_path: Path) -> None:
    plain = checked(leads, tmp_path / "out")
    report = checked(leads, tmp_path / "position=5" / "key=5" / "check=5" / "out")
    assert (report.counts, report.by_code) == (plain.counts, plain.by_code)
    pd.testing.assert_frame_equal(report.summary, plain.summary)


@pytest.mark.long
def test_two_checks_at_once_do_not_mix(leads: Path, tmp_path: Path) -> None:
    folder = Folder(tmp_path / "out")
    with (
        folder.held(force=False),
        pytest.raises(CampaignError, match="another check writes to this folder: wait, or name another"),
    ):
        checked(leads, tmp_path / "out")
    assert checked(leads, tmp_path / "out").counts["leads"] == 100


@pytest.mark.long
@pytest.mark.parametrize(
    "options", [{"memory": "much"}, {"known": "missing.csv"}, {"part_rows": 0}], ids=["memory", "known", "part_rows"]
)
def test_what_cannot_be_checked_costs_no_earlier_result(options: dict[str, Any], leads: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    checked(leads, out)
    with pytest.raises((CampaignError, LeadsError)):
        nj.check_files(leads, CAMPAIGN, out=out, force=True, **options)
    with pytest.raises(LeadsError):
        nj.check_files(tmp_path / "missing.csv", CAMPAIGN, out=out, force=True)
    assert nj.LargeReport.open(out).annotated.count_rows() == 100


def test_too_little_memory_costs_no_earlier_result(leads: Path, tmp_path: Path) -> None:
    before = checked(leads, tmp_path / "out")
    with pytest.raises(CampaignError, match="is too little to compare these leads with"):
        checked(leads, tmp_path / "out", force=True, memory="1MB")
    assert len(before.ready_leads()) == before.counts["ready"]


@pytest.mark.long
def test_a_list_in_the_folder_itself_is_not_lost(leads: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    checked(leads, out)
    with pytest.raises(CampaignError, match="which is emptied first"):
        checked(leads, out, force=True, known=str(out / "annotated" / "000001.parquet"))


@pytest.mark.long
def test_too_little_memory_is_named(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    pd.DataFrame({"Phone": np.arange(400_000) + 400_000_000}).to_csv(path, index=False)
    with pytest.raises(CampaignError, match="memory='2MB' is too little to compare these leads with: give more"):
        nj.check_files(path, CAMPAIGN, out=tmp_path / "out", memory="2MB")


@pytest.mark.long
def test_a_report_is_found_again_from_another_folder(
    leads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    report = checked(leads, Path("out"))
    monkeypatch.chdir("/")
    assert report.annotated.count_rows() == 100


@pytest.mark.parametrize("scope", ["cross", "file"])
def test_own_checks_that_look_at_all_leads_are_refused(scope: Any, leads: Path, tmp_path: Path) -> None:
    looks: dict[str, Any] = {"cross": {"mask": lambda batch, _: batch.no_lead}, "file": {"problems": lambda _: ()}}
    CHECKS.append(Check(id="own", scope=scope, title="all leads are good", **looks[scope]))
    try:
        with pytest.raises(CampaignError, match="'own' looks at all leads at once, and never sees them here"):
            checked(leads, tmp_path / "out")
    finally:
        CHECKS.pop()


def test_a_pipe_is_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(LeadsError, match="pipe: this is a pipe, which can be read only once: write it to a file first"):
        nj.check_files(tmp_path / "pipe", CAMPAIGN, out=tmp_path / "out")


@pytest.mark.parametrize("heading", ["row", "source"])
def test_a_heading_that_the_results_have_is_refused(heading: str, tmp_path: Path) -> None:
    (tmp_path / "leads.csv").write_text(f"Phone,{heading}\n0491 570 006,1\n", "utf-8")
    (tmp_path / "more.csv").write_text(f"Phone,{heading}\n0491 570 156,1\n", "utf-8")
    with pytest.raises(LeadsError, match=f"leads.csv has a column '{heading}', as the results have one of their own"):
        nj.check_files([tmp_path / "leads.csv", tmp_path / "more.csv"], CAMPAIGN, out=tmp_path / "out")


@pytest.mark.parametrize("name", ["notes.txt", "annotated"])
def test_a_folder_of_a_person_is_left_alone(name: str, leads: Path, tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / name).write_text("mine", "utf-8")
    for force in (False, True):
        with pytest.raises(CampaignError, match="holds other files: name a folder of its own"):
            checked(leads, tmp_path / "own", force=force)
    assert (tmp_path / "own" / name).read_text("utf-8") == "mine"


@pytest.mark.long
def test_leads_in_the_folder_itself_are_not_lost(leads: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    checked(leads, out)
    with pytest.raises(CampaignError, match="which is emptied first: name another folder"):
        nj.check_files(str(out / "annotated" / "*.parquet"), CAMPAIGN, out=out, force=True)
    assert nj.LargeReport.open(out).annotated.count_rows() == 100


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ("none-*.csv", "none-.*csv: no file has such a name"),
        ("missing.csv", "missing.csv: there is no such file"),
        ([], "no file is named"),
        (["leads.csv", "leads.csv"], "leads.csv is named twice: every lead of it would be a duplicate of itself"),
        (["leads.csv", "./leads.csv"], r"\./leads.csv is named twice \(as leads.csv\): every lead of it would be a"),
        ([Path("leads.csv"), Path("leads.csv")], "leads.csv is named twice: every lead"),
        (["lea*.csv", "leads.csv"], "leads.csv is named twice: every lead"),
        (["leads.csv", "soft.csv"], r"soft.csv is named twice \(as leads.csv\)"),
        (["hard.csv", "headings.csv", "leads.csv"], r"leads.csv is named twice \(as hard.csv\)"),
        ("empty.csv", "empty.csv: the file is empty"),
        ("headings.csv", "headings.csv: holds headings but no lead"),
        ("damaged.parquet", "damaged.parquet: the Parquet file is damaged"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    files: Paths, message: str, leads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("soft.csv").symlink_to(leads)
    Path("hard.csv").hardlink_to(leads)
    Path("empty.csv").touch()
    Path("headings.csv").write_text("Phone,Mobile\n", "utf-8")
    made_up_leads(np.random.default_rng(1), 100).to_parquet("whole.parquet")
    Path("damaged.parquet").write_bytes(Path("whole.parquet").read_bytes()[:-200])
    with pytest.raises(LeadsError, match=message):
        nj.check_files(files, CAMPAIGN, out="out")


def test_an_amount_of_memory_that_is_none_is_named(leads: Path, tmp_path: Path) -> None:
    for memory in ("much", "-1GB", "-1", "50%", "4", "", "GB", "4 GB 5", "1e3GB"):
        with pytest.raises(CampaignError, match=f"memory={memory!r} is no amount of memory: write it like 4GB"):
            checked(leads, tmp_path / "out", memory=memory)
    for memory in ("4GB", " 0.5 GiB", "900mb"):
        refuse_bad_memory(memory)


def test_a_campaign_is_the_same_in_whatever_order_it_is_written(leads: Path, tmp_path: Path) -> None:
    zones = {"Perth": "Australia/Perth", "Melbourne": "Australia/Melbourne"}
    names: dict[str, list[str]] = {"dispositions": ["Sale", "No Sale"], "fields": ["Phone", "Note"]}
    campaign = nj.Campaign(phone_fields=["Phone", "Mobile"], contact_hours=zones, **names)
    report = nj.check_files(leads, campaign, out=tmp_path / "out", now=NOW)
    turned = {name: tuple(reversed(values)) for name, values in names.items()}
    same = campaign.model_copy(update={"contact_hours": dict(reversed(zones.items())), **turned})
    report.refuse_other_campaign(same, "insert")
    for update in ({"contact_hours": {"Perth": "Australia/Perth"}}, {"phone_fields": ("Mobile", "Phone")}):
        with pytest.raises(CampaignError, match="was checked with another"):
            report.refuse_other_campaign(campaign.model_copy(update=update), "insert")


def test_without_duckdb_it_says_how_to_get_it(leads: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "duckdb", None)
    with pytest.raises(CampaignError, match=r'pip install "noojee-dq\[large\]"'):
        checked(leads, tmp_path / "out")
    assert not (tmp_path / "out").exists()
