"""A fix of one's own: one declaration in the catalogue, and it stands wherever fixes stand."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.batch.batch import Batch
from noojee_dq.explain import fixes_table
from noojee_dq.repairs import FIXES, Doubt, Edit, Fix
from tests.conftest import Run

CAMPAIGN = nj.Campaign(phone_fields=["Phone"])
LEADS = pd.DataFrame({"Phone": ["dial:+61 (0)491 570 006", "dial:0491570156", "0491570157"]})


def rewritten(pattern: str, by: str) -> Callable[[Batch], Iterator[Edit | Doubt]]:
    def work(batch: Batch) -> Iterator[Edit | Doubt]:
        # As people write it: with all cells, also those that stay as they are.
        yield Edit("Phone", np.arange(len(batch)), batch.text["Phone"].str.replace(pattern, by, regex=True))

    return work


WITHOUT_SCHEME = Fix(
    id="without-scheme",
    title="the dial: before a number | is taken off",
    answers=("odd-writing",),
    work=rewritten("^dial:", ""),
)


@pytest.fixture
def own_fix(request: pytest.FixtureRequest) -> Iterator[Fix]:
    asked_for: bool = getattr(request, "param", False)
    fix = replace(WITHOUT_SCHEME, asked_for=asked_for)
    FIXES.append(fix)
    yield fix
    FIXES.remove(fix)


@pytest.mark.usefixtures("own_fix")
def test_it_is_made_and_what_it_opens_for_the_others_is_done_as_well() -> None:
    repaired = nj.repair(LEADS, CAMPAIGN)
    assert repaired.leads["Phone"].tolist() == ["+61491570006", "0491570156", "0491570157"]
    assert repaired.changes[["row", "fix"]].to_numpy().tolist() == [
        [0, "without-scheme"],
        [0, "trunk-zero"],
        [0, "separators"],
        [1, "without-scheme"],
    ]
    again = nj.repair(repaired.leads, CAMPAIGN)
    assert again.changes.empty


@pytest.mark.usefixtures("own_fix")
def test_it_can_be_named_and_stands_in_the_report_and_in_the_table() -> None:
    alone = nj.repair(LEADS, CAMPAIGN, fixes=["without-scheme"])
    assert alone.leads["Phone"].tolist() == ["+61 (0)491 570 006", "0491570156", "0491570157"]
    with pytest.raises(nj.CampaignError, match="did you mean 'without-scheme'"):
        nj.repair(LEADS, CAMPAIGN, fixes=["without_scheme"])
    line = nj.check(LEADS, CAMPAIGN).repairs.set_index("fix").loc["without-scheme"]
    assert (line["title"], line["asked_for"], line["checks"], line["cells"]) == (
        WITHOUT_SCHEME.title,
        False,
        "odd-writing",
        2,
    )
    assert fixes_table().endswith("| `without-scheme` | the dial: before a number &#124; is taken off |  |")


@pytest.mark.parametrize("own_fix", [False, True], ids=["unasked", "asked for"], indirect=True)
def test_the_command_line_knows_it(own_fix: Fix, run: Callable[..., Run], tmp_path: Path) -> None:
    LEADS.to_csv(tmp_path / "leads.csv", index=False)
    command = ["repair", "leads.csv", "-o", "fixed.csv"]
    unasked = run(*command)
    offered = "Not made, unless you ask for it with --fix without-scheme" in unasked.out
    made = nj.read_leads(tmp_path / "fixed.csv")["Phone"].tolist() == ["+61491570006", "0491570156", "0491570157"]
    assert (offered, made) == (own_fix.asked_for, not own_fix.asked_for)
    assert run(*command, "--fix", "without-scheme", "--force").code == 0
    assert nj.read_leads(tmp_path / "fixed.csv")["Phone"].tolist() == ["+61491570006", "0491570156", "0491570157"]
    mistaken = run(*command, "--fix", "without_scheme", "--force")
    assert (mistaken.code, "did you mean 'without-scheme'" in mistaken.err) == (2, True)


def test_fixes_that_undo_each_other_are_an_error_that_names_them() -> None:
    added = [
        Fix(id="to-a", title="", answers=(), work=rewritten("b$", "a")),
        Fix(id="to-b", title="", answers=(), work=rewritten("a$", "b")),
    ]
    FIXES.extend(added)
    try:
        with pytest.raises(nj.EndlessRepairError, match="for ever: to-a, to-b; leave one of them out"):
            nj.repair(pd.DataFrame({"Phone": ["a"]}), CAMPAIGN)
        assert nj.repair(pd.DataFrame({"Phone": ["a"]}), CAMPAIGN, fixes=["to-b"]).leads["Phone"].tolist() == ["b"]
    finally:
        for fix in added:
            FIXES.remove(fix)


def crashing(batch: Batch) -> Iterator[Edit | Doubt]:
    raise ValueError("0491570006")


@pytest.mark.parametrize("use", [lambda: nj.repair(LEADS, CAMPAIGN), lambda: nj.check(LEADS, CAMPAIGN).to_html()])
def test_one_that_crashes_is_named_without_any_value(use: Callable[[], object]) -> None:
    FIXES.append(replace(WITHOUT_SCHEME, work=crashing))
    try:
        with pytest.raises(
            nj.CheckCrashedError, match=r"the fix 'without-scheme' failed itself \(ValueError"
        ) as caught:
            use()
    finally:
        FIXES.pop()
    assert "0491570006" not in str(caught.value)


def test_names_may_come_from_a_generator() -> None:
    leads = pd.DataFrame({"Phone": ["(04) 91570006"]})
    repaired = nj.repair(leads, CAMPAIGN, fixes=(name for name in ["separators"]))  # type: ignore[arg-type]
    assert repaired.leads["Phone"].tolist() == ["0491570006"]
