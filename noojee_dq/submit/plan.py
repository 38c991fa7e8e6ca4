"""What a run would do, said before it does it: the dry run."""

import json
from datetime import timedelta

import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.report.masking import mask_phone, mask_text
from noojee_dq.submit.bodies import Bodies
from noojee_dq.submit.outcome import State

#: Seconds: no call of the API completes sooner (Noojee, "Insert Lead Fast": limits).
_LEAST_LATENCY = 0.1


def plan(rows: pd.DataFrame, bodies: Bodies, campaign: Campaign, limit: int | None = None) -> str:
    """What a run would do, as text for a person.

    Args:
        rows: the rows as they stand in the journal, or would: `state` and `guarded`.
        bodies: what would be sent for each.
        campaign: where it would go.
        limit: most leads that would be sent.

    Returns:
        Lines of text; phone numbers in them are masked.

    Example:
        >>> rows = pd.DataFrame({"state": ["pending"], "guarded": [True]})
        >>> leads = pd.DataFrame({"Phone": ["0491570006"]})
        >>> campaign = Campaign(phone_fields=["Phone"], url="http://127.0.0.1:8321")
        >>> print(plan(rows, Bodies(leads, campaign, "insert"), campaign))
        Dry run: nothing was sent.
          1 of 1 leads would go to http://127.0.0.1:8321
          the first: {"Phone": "04•••••006"}
          it takes 0:00:01 at least: the API needs 0.1 s per lead, with at most 16 at once
          if it were killed, up to 1 leads would be in doubt; 1 of 1 can be settled by themselves, 0 would need a person
    """
    to_go = rows[rows["state"].isin([State.PENDING, State.WAITING, State.UNKNOWN])].iloc[:limit]
    withheld = int(rows["state"].eq(State.WITHHELD).sum())
    lines = [
        "Dry run: nothing was sent.",
        f"  {len(to_go):,} of {len(rows):,} leads would go to {campaign.url or 'no server: the campaign has no url'}",
    ]
    if withheld:
        lines.append(f"  {withheld:,} leads on the do-not-call list (104) would be withheld")
    if len(to_go):
        lines += [f"  the first: {_masked(bodies[int(to_go.index[0])], campaign)}", *_costs(to_go, campaign)]
    return "\n".join(lines)


def _costs(to_go: pd.DataFrame, campaign: Campaign) -> list[str]:
    at_once = campaign.max_concurrency
    least = timedelta(seconds=max(1, round(len(to_go) * _LEAST_LATENCY / at_once)))
    guarded = int(to_go["guarded"].sum())
    in_doubt = min(at_once, len(to_go))
    return [
        f"  it takes {least} at least: the API needs {_LEAST_LATENCY} s per lead, with at most {at_once} at once",
        f"  if it were killed, up to {in_doubt:,} leads would be in doubt; {guarded:,} of {len(to_go):,} can be "
        f"settled by themselves, {len(to_go) - guarded:,} would need a person",
    ]


def _masked(body: dict[str, str], campaign: Campaign) -> str:
    phones = set(campaign.phone_fields)
    masked = {name: mask_phone(value) if name in phones else mask_text(value) for name, value in body.items()}
    return json.dumps(masked, ensure_ascii=False)
