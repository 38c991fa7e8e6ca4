"""Runs of mixed leads against a sandbox that knows more, and other things, than the pre-flight was told."""

from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

import noojee_dq as nj
from noojee_dq.sandbox import Faults

_PACING = nj.Pacing(quarantine=0.05, deadline=30, pauses=(0.02,), reconnects=(0.02,), unreachable=30)
_KEY = "made-up-key"

CAMPAIGN = nj.Campaign(
    template_id=41,
    campaign_id=42,
    allocation_id=38,
    phone_fields=["Phone", "Mobile"],
    contact_hours={"Melbourne": "Australia/Melbourne", "Perth": "Australia/Perth"},
    columns={"Ref": "njExternalLeadId"},
)


class Sent(NamedTuple):
    """A finished run, and what the sandbox says of it."""

    report: nj.Report
    results: pd.DataFrame
    journal: Path
    log: pd.DataFrame
    calls: int
    inserted: int


def mixed_leads(count: int) -> pd.DataFrame:
    """Leads under row numbers, a share of them wrong in ways that the pre-flight finds, or cannot find."""
    place = np.arange(count)
    leads = pd.DataFrame(
        {
            "Ref": [f"A{one}" for one in place],
            "Phone": [f"03 9{one % 1000:03d} {7000 + one // 1000:04d}" for one in place],
            "Mobile": [f"0491 {one // 1000:03d} {one % 1000:03d}" for one in place],
            "njContactHours": "Melbourne",
            "njCallBackDate": "",
            "Source": np.where(place % 4 == 0, "fair", "web"),
        },
        index=pd.RangeIndex(2, count + 2, name="row"),
    )
    of = leads.iloc
    of[place % 50 == 7, [1, 2]] = ""  # 102, expected
    of[place % 50 == 11, 4] = "04/03/2030 10:00"  # 114, expected
    of[place % 50 == 13, [1, 2]] = ["03 9000 1234", ""]  # 105, expected but for the first
    listed = place % 50 == 17  # 104: the PBX has a list that the pre-flight was not given
    of[listed, 1] = ""
    of[listed, 2] = [f"0455 {one // 1000:03d} {one % 1000:03d}" for one in place[listed]]
    of[place % 50 == 19, 3] = "Perth"  # 111: the PBX knows no such contact hours
    return leads


def sent(folder: Path, count: int) -> Sent:
    """Check the leads, submit them all, and gather what both sides say."""
    leads = mixed_leads(count)
    # One lead of which the pre-flight believes, wrongly, that the campaign holds it.
    known = leads.iloc[[1]].assign(Ref="elsewhere")
    report = nj.check(leads, CAMPAIGN, known=known)
    held = CAMPAIGN.model_copy(update={"contact_hours": {"Melbourne": "Australia/Melbourne"}})
    listed = leads["Mobile"][leads["Mobile"].str.startswith("0455")]
    # Which lead a fault meets depends on the order of the calls: none may meet those that the tests count.
    counted = leads["Ref"][leads["Mobile"].isin(listed) | leads["njContactHours"].eq("Perth") | leads["Ref"].eq("A1")]
    rates = {"lost_response": 0.01, "busy": 0.003, "unknown_code": 0.01, "exception_before": 0.005}
    faults = Faults(rates, dict.fromkeys(counted), seed=3)
    with nj.Sandbox(held, api_key=_KEY, latency=0, dnc=listed, faults=faults) as pbx:
        target = CAMPAIGN.model_copy(update={"url": pbx.url, **{n: getattr(pbx.campaign, n) for n in _IDS}})
        journal = folder / "run.sqlite"
        results = nj.submit(report.annotated, target, api_key=_KEY, journal=journal, pacing=_PACING, progress=False)
        log = pbx.log
        return Sent(report, results, journal, log[log["call"] > 0], pbx.calls, pbx.inserted)


_IDS = ("template_id", "campaign_id", "allocation_id")
