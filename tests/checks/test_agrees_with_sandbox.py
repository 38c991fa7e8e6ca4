"""Readings that checks and sandbox must share: what is one number, and what is no date."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.batch.batch import Batch
from noojee_dq.fields import CALLBACK
from noojee_dq.sandbox.phone_reader import PhoneReader

PATTERNS: Sequence[Sequence[dict[str, Any]]] = (
    (),
    ({"pattern": "NXXXXXXXX", "prefix": "0"}, {"pattern": "0XXXXXXXXX"}),
    ({"pattern": "X."},),
    ({"pattern": "."},),
)
WRITTEN = [
    *("0491 570 006", "491\u00a0570\u00a0006", "0491\u2009570\u2009006", "0491\u3000570 006", "\u00a00491570006"),
    *(
        "0491\u202f570\x85006",
        "491\x1c570\x0b006",
        "0491\u200b570006",
        "\u0660\u0664\u0669\u0661\u0665\u0667\u0660\u0660\u0660\u0666",
    ),
    *("1300 FLOWER", "1300-FLO-WER", "1300FLOWERS", "13 FLOW", "1800 CALLME", "0291ABCDEF", "AAAAAAA", "ABC123"),
    *("1234ABCDEF", "12345", "123456", "none", "0491 570 006 ext 5", "tel:0491570006", ""),
]


@pytest.mark.parametrize("patterns", PATTERNS, ids=["no patterns", "lost zero", "digit first", "anything"])
def test_a_number_is_compared_as_the_sandbox_compares_it(patterns: Sequence[dict[str, Any]]) -> None:
    campaign = nj.Campaign(phone_fields=["Phone"], phone_patterns=patterns)
    phones = Batch(pd.DataFrame({"Phone": WRITTEN}), campaign).phones("Phone")
    expected = [PhoneReader(campaign).normal(cell, "AU") for cell in WRITTEN]
    assert dict(zip(WRITTEN, phones.number.to_pylist(), strict=True)) == dict(zip(WRITTEN, expected, strict=True))
    assert phones.held.tolist() == [number != "" for number in expected]


def test_the_hint_for_a_callback_is_what_the_repair_does() -> None:
    table = [
        ("24/12/2031 10:30 pm", "2031/12/24 22:30"),
        ("13/3/2027 9:30 p.m.", "2027/03/13 21:30"),
        (" 2031-03-04 09:30", "2031/03/04 09:30"),
        ("31 Dec 2031, 0:30", "2031/12/31 00:30"),
        ("31 Dec 2031 0:30 am", ""),
        ("3/4/2031 10:30 pm", ""),
        ("2031/02/29 09:30", ""),
        ("0000/01/01 00:00", ""),
        ("31/12/0000 10:30", ""),
        ("0000-12-31 10:30", ""),
        ("2031/01/01 24:00", ""),
        ("2031/01/01", ""),
        ("2031-01-01T10:00Z", ""),
        ("48216", ""),
    ]
    written, rewritten = (list(side) for side in zip(*table, strict=True))
    campaign = nj.Campaign(phone_fields=["Phone"], allow_duplicates=True)
    leads = pd.DataFrame({CALLBACK: written, "Phone": "0491570006"})
    said = nj.check(leads, campaign).findings.query("check == 'callback-date-format'").set_index("row")
    repaired = nj.repair(leads, campaign)
    reasons = repaired.left.set_index("row")["reason"]
    after = repaired.leads[CALLBACK]
    assert after.where(after != leads[CALLBACK].str.strip(), "").tolist() == rewritten
    for row, layout in enumerate(rewritten):
        if layout:
            assert said.loc[row, "hint"] == f"in the API's layout this is {layout}"
        else:
            assert str(said.loc[row, "message"]).endswith(f": {reasons[row]}")
    assert nj.check(repaired.leads[after.isin(rewritten)], campaign).by_code == {}
