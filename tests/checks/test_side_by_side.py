"""Checks of long files run side by side, and find what they find one after the other."""

from collections.abc import Callable
from importlib import resources
from pathlib import Path
from threading import Thread, current_thread, main_thread

import numpy as np
import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

import noojee_dq as nj
from noojee_dq.arrow import threads
from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.checks import CHECKS
from noojee_dq.checks.base import Check
from noojee_dq.fields import OPERATIONS, Operation

SAMPLE = Path(str(resources.files("noojee_dq"))) / "sample"


@pytest.mark.parametrize("operation", OPERATIONS)
def test_the_same_is_found(monkeypatch: pytest.MonkeyPatch, operation: Operation) -> None:
    leads = nj.read_leads(SAMPLE / "leads.csv")
    campaign = nj.Campaign.from_toml(SAMPLE / "campaign.toml")
    now = pd.Timestamp("2026-03-01", tz="UTC").to_pydatetime()
    alone = nj.check(leads, campaign, operation=operation, now=now)
    monkeypatch.setattr(threads, "MANY_ROWS", 1)
    together = nj.check(leads, campaign, operation=operation, now=now)
    assert_frame_equal(together.findings, alone.findings)
    assert_frame_equal(together.annotated, alone.annotated)
    assert together.not_checked == alone.not_checked


def check_with(monkeypatch: pytest.MonkeyPatch, mask: Callable[[Batch, str], Mask]) -> nj.Report:
    """Run a check of a person's own on a file that counts as long."""
    own = Check(id="colour", scope="row", title="a colour", message="no colour", hint="paint it", mask=mask)
    monkeypatch.setattr(threads, "MANY_ROWS", 1)
    monkeypatch.setattr("noojee_dq.checks.evaluate.CHECKS", [*CHECKS, own])
    return nj.check(pd.DataFrame({"Phone": ["0491 570 006"]}), nj.Campaign(phone_fields=["Phone"]))


def test_a_check_that_fails_itself_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(batch: Batch, _: str) -> Mask:
        raise KeyError("Colour")

    with pytest.raises(nj.CheckCrashedError, match="the check 'colour'"):
        check_with(monkeypatch, broken)


def test_checks_of_a_person_run_in_the_thread_that_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    # What they use, such as a connection to a database, may belong to it.
    report = check_with(monkeypatch, lambda batch, _: np.array([current_thread() is main_thread()]))
    assert report.findings["check"].tolist() == ["colour"]


def test_what_several_checks_need_is_computed_once() -> None:
    batch = Batch(pd.DataFrame({"Phone": ["0491 570 006"]}), nj.Campaign(phone_fields=["Phone"]))
    computed: list[str] = []
    other = Thread(target=lambda: batch.cached(("answer",), lambda: computed.append("other")))

    def compute() -> None:
        other.start()
        other.join(timeout=0.1)  # it waits for this answer; without a lock it would have one of its own by then
        computed.append("first")

    batch.cached(("answer",), compute)
    other.join()
    assert computed == ["first"]
