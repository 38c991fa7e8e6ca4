"""Waits that make no sense are refused before anything is sent."""

from pathlib import Path
from typing import Any

import pytest

import noojee_dq as nj
from noojee_dq.sending.pacing import require_quarantine
from tests.sending.support import CAMPAIGN, MARKED, some_leads


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("pauses", ()),
        ("reconnects", ()),
        ("pauses", (120, -1)),
        ("reconnects", (-0.1,)),
        ("quarantine", -1),
        ("quarantine", float("nan")),
        ("deadline", -90.0),
        ("max_pauses", -1),
        ("unreachable", -300),
        ("jitter", -0.2),
        ("jitter", 1.5),
    ],
)
def test_a_senseless_wait_is_refused_by_its_name(setting: str, value: Any) -> None:
    with pytest.raises(nj.CampaignError, match=f"^pacing: {setting} cannot be "):
        nj.Pacing(**{setting: value})


def test_no_wait_at_all_makes_sense() -> None:
    nj.Pacing(quarantine=0, deadline=0, pauses=(0,), max_pauses=0, jitter=0, reconnects=(0,), unreachable=0)


@pytest.mark.parametrize(
    ("url", "quarantine", "refused"),
    [
        ("https://pbx.example.com", 60, True),
        ("https://pbx.example.com", 60.1, False),
        ("http://127.0.0.1:8000", 0.1, False),
        ("http://localhost:8000", 60, False),
    ],
)
def test_the_quarantine_outlasts_the_queue_of_a_pbx_elsewhere(url: str, quarantine: float, refused: bool) -> None:
    campaign, pacing = nj.Campaign(url=url), nj.Pacing(quarantine=quarantine)
    if refused:
        with pytest.raises(nj.CampaignError, match="the quarantine must exceed 60 seconds"):
            require_quarantine(pacing, campaign)
    else:
        require_quarantine(pacing, campaign)


def test_a_short_quarantine_is_refused_before_anything_is_sent(tmp_path: Path) -> None:
    campaign = CAMPAIGN.model_copy(update={"url": "https://pbx.example.com"})
    with pytest.raises(nj.CampaignError, match="quarantine"):
        nj.submit(
            some_leads(1), campaign, api_key=MARKED, journal=tmp_path / "run.sqlite", pacing=nj.Pacing(quarantine=5)
        )
    assert not (tmp_path / "run.sqlite").exists()
