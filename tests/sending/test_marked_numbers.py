"""A number that the file marks do not call does not go out with another row either, whichever command sends it."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import noojee_dq as nj
from noojee_dq.fields import Operation
from noojee_dq.sandbox import Sandbox
from tests.conftest import Run
from tests.sending.support import CAMPAIGN, Bench, outcomes, some_leads
from tests.sending.test_cli_submit import KEY, sent

STRICT = {"marked_do_not_call": "error", "allow_duplicates": True}
HEAD = "Id,Phone,Note\n"
#: Of one number, the first of which is marked later; and another.
LEADS = ["A,0491 570 006,", "B,0491570006,", "C,0491 570 156,"]
MARKED = ["A,0491 570 006,DNC", *LEADS[1:]]


def write(rows: list[str], *, strict: bool) -> None:
    Path("leads.csv").write_text(HEAD + "\n".join(rows) + "\n", "utf-8")
    settings = nj.Campaign.from_toml("campaign.toml")
    chosen = settings.model_copy(update={"marked_do_not_call": "error" if strict else "warning"})
    Path("campaign.toml").write_text(chosen.to_toml(), "utf-8")


@pytest.fixture
def pbx(run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """A PBX that takes a number twice, and its campaign file in the working folder."""
    monkeypatch.setenv("NOOJEE_API_KEY", KEY)
    with Sandbox(CAMPAIGN.model_copy(update={"allow_duplicates": True}), api_key=KEY, time_scale=0.01) as pbx:
        Path("campaign.toml").write_text(pbx.campaign.to_toml(), "utf-8")
        yield pbx


def test_in_python_all_rows_of_the_number_are_withheld(bench: Callable[..., Bench]) -> None:
    at = bench(CAMPAIGN.model_copy(update={"allow_duplicates": True}))
    strict = at.pbx.campaign.model_copy(update=STRICT)
    leads = some_leads(4).assign(Phone=["0491500000", "0491500001", "+61 491 500 000", "0491500003"])
    leads = leads.assign(Note=["", "", "opted out", "said do not call"])
    results = at.submit(leads, campaign=strict)
    assert outcomes(results) == ["not_sent", "accepted", "not_sent", "accepted"]
    assert results["api_action"].tolist() == ["drop", "none", "drop", "none"]
    assert at.times_in(leads) == [0, 1, 0, 1]


def test_a_run_is_taken_up_without_them(bench: Callable[..., Bench]) -> None:
    at = bench(CAMPAIGN.model_copy(update={"allow_duplicates": True}))
    leads = some_leads(3).assign(Phone=["0491500000", "0491500001", "0491500001"], Note=["", "", "DNC"])
    at.submit(leads, limit=1)
    strict = at.pbx.campaign.model_copy(update=STRICT)
    assert outcomes(at.resume(leads, campaign=strict)) == ["accepted", "not_sent", "not_sent"]
    assert at.times_in(leads) == [1, 0, 0]


@pytest.mark.parametrize("operation", ["insert", "update"])
def test_updates_too(bench: Callable[..., Bench], operation: Operation) -> None:
    at = bench(CAMPAIGN.model_copy(update={"allow_duplicates": True}))
    leads = some_leads(2, ids=True).assign(Phone="0491500000", njDisposition="Sale", Note=["DNC", ""])
    strict = at.pbx.campaign.model_copy(update=STRICT)
    results = at.submit(leads, campaign=strict, operation=operation, dry_run=True)
    assert results.attrs["planned"]["withheld"] == 2


@pytest.mark.parametrize("everything", [[], ["--all"]])
def test_in_a_shell_no_row_of_the_number_goes_out(pbx: Sandbox, run: Callable[..., Run], everything: list[str]) -> None:
    write(MARKED, strict=True)
    result = run("submit", "leads.csv", "--send", *everything)
    assert (sent(pbx), result.code) == (["C"], 0)


@pytest.mark.parametrize("command", [["submit", "leads.csv", "--send"], ["resume", "noojee-run-leads.sqlite"]])
def test_a_mark_that_comes_once_the_run_has_begun_counts(
    pbx: Sandbox, run: Callable[..., Run], command: list[str]
) -> None:
    write([LEADS[2], *LEADS[:2]], strict=True)
    assert run("submit", "leads.csv", "--send", "--limit", "1").code == 0
    # The marked row is none of the run any more.
    write([LEADS[2], *MARKED[:2]], strict=True)
    run(*command)
    assert sent(pbx) == ["C"]


def test_a_marked_lead_that_an_earlier_run_knows_holds_back_new_ones(pbx: Sandbox, run: Callable[..., Run]) -> None:
    write(MARKED[:1], strict=False)
    assert run("submit", "leads.csv", "--send").code == 0
    write(MARKED, strict=True)
    result = run("submit", "leads.csv", "--send", "--only-new", "noojee-run-leads.sqlite")
    assert sent(pbx) == ["A", "C"]
    assert pbx.calls == 2
    assert "the same number as row 2, which is marked do not call" in result.err


def test_an_unclear_mark_that_an_earlier_run_knows_does_too(pbx: Sandbox, run: Callable[..., Run]) -> None:
    unclear = ["A,0491 570 006,he said do not call", *LEADS[1:]]
    write(unclear[:1], strict=True)
    assert run("submit", "leads.csv", "--send", "--all").code == 0
    write(unclear, strict=True)
    for everything, expected in ([], ["A", "C"]), (["--all"], ["A", "B", "C"]):
        journal = ["--journal", f"run-{len(everything)}.sqlite"]
        run("submit", "leads.csv", "--send", "--only-new", "noojee-run-leads.sqlite", *journal, *everything)
        assert sorted(sent(pbx)) == expected
    # What an earlier run has sent goes out no second time.
    assert pbx.calls == 3


def test_a_refusal_that_an_update_has_told_the_pbx_does_too(pbx: Sandbox, run: Callable[..., Run]) -> None:
    head, told, sale = "njExternalLeadId,Phone,njDisposition\n", "A,0491 570 006,Do Not Call\n", "B,0491570006,Sale\n"
    write([], strict=True)
    Path("leads.csv").write_text(head + told, "utf-8")
    updates = ["submit", "leads.csv", "--send", "--operation", "update"]
    run(*updates)
    calls = pbx.calls
    Path("leads.csv").write_text(head + told + sale, "utf-8")
    result = run(*updates, "--only-new", "noojee-run-leads.sqlite", "--journal", "next.sqlite")
    assert "the same number as row 2, which is marked do not call" in result.err
    assert (calls, pbx.calls) == (1, 1)


def test_a_folder_that_was_checked_in_parts(pbx: Sandbox, run: Callable[..., Run]) -> None:
    write(MARKED, strict=True)
    assert run("check", "leads.csv", "--out", "checked").code == 1
    run("submit", "checked", "--send")
    assert sent(pbx) == ["C"]
