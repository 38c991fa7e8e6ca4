"""Checks of long files run side by side, and find what they find one after the other."""

from importlib import resources
from pathlib import Path
from threading import Barrier, Thread

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


def test_a_check_that_fails_itself_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(batch: Batch, _: str) -> Mask:
        raise KeyError("Colour")

    own = Check(id="colour", scope="row", title="a colour", message="no colour", hint="paint it", mask=broken)
    monkeypatch.setattr(threads, "MANY_ROWS", 1)
    monkeypatch.setattr("noojee_dq.checks.evaluate.CHECKS", [*CHECKS, own])
    with pytest.raises(nj.CheckCrashedError, match="the check 'colour'"):
        nj.check(pd.DataFrame({"Phone": ["0491 570 006"]}), nj.Campaign(phone_fields=["Phone"]))


def test_what_several_checks_need_is_computed_once() -> None:
    batch = Batch(pd.DataFrame({"Phone": ["0491 570 006"]}), nj.Campaign(phone_fields=["Phone"]))
    computed: list[int] = []
    together = Barrier(4)

    def ask() -> None:
        together.wait()
        batch.cached(("answer",), lambda: computed.append(1))

    askers = [Thread(target=ask) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert computed == [1]
