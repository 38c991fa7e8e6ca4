"""Made-up leads for the benchmarks: a lead file as call centres have them, with a share of bad rows."""

import numpy as np
import pandas as pd

BAD_SHARE = 0.10
DUPLICATE_SHARE = 0.02
_HOURS = {
    "VIC": "Australia/Melbourne",
    "NSW": "Australia/Sydney",
    "QLD": "Australia/Brisbane",
    "WA": "Australia/Perth",
}


def made_up_leads(count: int) -> pd.DataFrame:
    """Leads of 12 columns, two of them phone columns; a tenth is bad, one in fifty repeats a number.

    Args:
        count: number of leads.

    Returns:
        All text, the same for the same count.
    """
    rng = np.random.default_rng(2026)
    subscribers = rng.choice(100_000_000, 2 * count, replace=False).astype("str")
    numbers = pd.Series(subscribers).str.zfill(8)
    states = pd.Series(rng.choice([*_HOURS], count))
    leads = pd.DataFrame(
        {
            "njExternalLeadId": "C-" + pd.Series(np.arange(count)).astype("str"),
            "First name": rng.choice(["Ann", "Bob", "Cleo", "Dan", "Elsa"], count),
            "Last name": rng.choice(["Archer", "Baker", "Carter", "Dyer"], count),
            "Phone": "04" + numbers[:count],
            "Mobile": "04" + numbers[count:].to_numpy(),
            "Street": pd.Series(rng.integers(1, 400, count)).astype("str") + " High Street",
            "Suburb": rng.choice(["Fitzroy", "Newtown", "Toowong", "Fremantle"], count),
            "State": states,
            "njContactHours": states.map(_HOURS),
            "njCallBackDate": rng.choice(["", "", "", "2031/03/04 09:30", "2031/07/08 14:00"], count),
            "njPriority": rng.choice(["", "5", "10", "50"], count),
            "Note": rng.choice(["", "", "asked for a quote", "prefers mornings"], count),
        }
    ).astype("str")
    return _spoilt(leads, rng)


def _spoilt(leads: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """The leads with one defect in each of the bad rows, and the first numbers once more in the repeated ones."""
    count = len(leads)
    rows = rng.permutation(count)
    bad, repeated = np.split(rows[: round(count * (BAD_SHARE + DUPLICATE_SHARE))], [round(count * BAD_SHARE)])
    ways = np.array_split(bad, 6)
    leads.loc[ways[0], ["Phone", "Mobile"]] = ""
    leads.loc[ways[1], ["Phone", "Mobile"]] = ["9234 1234", ""]
    leads.loc[ways[2], "njCallBackDate"] = "4/3/2031 9:30"
    leads.loc[ways[3], "njContactHours"] = "AEST"
    leads.loc[ways[4], "Note"] = "<NO CHANGE>"
    leads.loc[ways[5], "Mobile"] = "4.12346E+08"
    leads.loc[repeated, "Phone"] = leads.loc[rng.choice(count, len(repeated)), "Phone"].to_numpy()
    return leads
