"""What a run would do, said before it does it: the dry run."""

import json
from typing import NamedTuple

import pandas as pd

from noojee_dq.campaign import Campaign
from noojee_dq.client.address import api_address, ids
from noojee_dq.errors import CampaignError
from noojee_dq.journal.format import NOT_TO_BE_CALLED, State
from noojee_dq.sending.bodies import Bodies
from noojee_dq.sending.pacing import Pacing
from noojee_dq.sending.progress import duration
from noojee_dq.sending.resumption import to_send
from noojee_dq.sending.shared_keys import followers
from noojee_dq.words.counts import counted
from noojee_dq.words.masked_values import masking_of

#: Seconds: no call of the API completes sooner (Noojee, "Insert Lead Fast": limits).
_LEAST_LATENCY = 0.1


def plan(
    rows: pd.DataFrame,
    bodies: Bodies,
    campaign: Campaign,
    limit: int | None = None,
    *,
    chains: pd.DataFrame,
    pacing: Pacing,
    send_dnc: bool = False,
    absent: int = 0,
    plain_cells: int = 0,
) -> str:
    """Say what a run would do, as text for a person.

    Args:
        rows: the rows as they stand in the journal, or would: `state`, `resend_at` and `guarded`.
        bodies: what would be sent for each.
        campaign: where it would go.
        limit: most leads that would be sent.
        chains: which leads go one after the other, from `noojee_dq.sending.shared_keys.chained`.
        pacing: gives the quarantine.
        send_dnc: whether leads on the do-not-call list would be sent too.
        absent: how many rows the run has beside these, whose leads are not there as they were.
        plain_cells: how many phone cells of the leads to be sent go in another form than they are written in.

    Returns:
        Lines of text; phone numbers in them are masked.

    Example:
        >>> rows = pd.DataFrame({"position": [0], "state": ["pending"], "guarded": [True], "resend_at": [None]})
        >>> leads = pd.DataFrame({"Phone": ["0491570006"]})
        >>> campaign = Campaign(
        ...     template_id=41, campaign_id=41, allocation_id=38, phone_fields=["Phone"], url="http://127.0.0.1:8321"
        ... )
        >>> none = pd.DataFrame({"position": [], "kind": [], "key": []})
        >>> print(plan(rows, Bodies(leads, campaign, "insert"), campaign, chains=none, pacing=Pacing()))
        Dry run: nothing was sent.
          to be sent: 1 of 1 lead, to http://127.0.0.1:8321
          the first, phone numbers masked: {"Phone": "04•••••006"}
          time: about 1 s, if the PBX is quick (0.1 s for each lead, at most 16 at once)
          if the program were killed midway: 1 lead at most would be in doubt, until `resume` has asked the PBX about it
    """
    to_go = to_send(rows, limit, send_dnc=send_dnc)
    withheld = 0 if send_dnc else int(rows["state"].eq(State.WITHHELD).sum())
    target = campaign.url or "no server yet"
    leads = counted(len(rows) + absent, "lead")
    lines = ["Dry run: nothing was sent.", f"  to be sent: {len(to_go):,} of {leads}, to {target}"]
    if withheld:
        lines.append(f"  withheld: {counted(withheld, 'lead')} {NOT_TO_BE_CALLED}")
    if sent := int(rows["state"].eq(State.SENT_ELSEWHERE).sum()):
        lines.append(f"  left out: {counted(sent, 'lead')} that another run has sent")
    if for_good := int((rows["state"].eq(State.UNKNOWN) & rows["resend_at"].isna()).sum()):
        lines.append(f"  in doubt for good, and not sent again: {counted(for_good, 'lead')} to look for in the dialler")
    if len(to_go):
        first = _masked(bodies[int(to_go.index[0])], campaign)
        if plain_cells:
            lines.append(
                f"  {counted(plain_cells, 'phone cell')} as plain digits, which the file has in another form "
                "([phone] send in the campaign file)"
            )
        needed = time_needed(to_go, campaign, chains, pacing)
        lines += [f"  the first, phone numbers masked: {first}", f"  time: {needed.words}"]
        lines.append(_harm(to_go, campaign))
    problem = obstacle(campaign)
    return "\n".join([*lines, *([f"  cannot be sent yet: {problem}"] if problem else [])])


def obstacle(campaign: Campaign) -> str | None:
    """Say what of the campaign must be set before anything can be sent; None = nothing.

    Example:
        >>> obstacle(Campaign(url="http://127.0.0.1:8321", template_id=41, campaign_id=41))
        'campaign: allocation_id missing: the PBX must be told where the leads go'
    """
    try:
        api_address(campaign)
        ids(campaign)
    except CampaignError as error:
        return str(error)
    return None


class TimeNeeded(NamedTuple):
    """How long a run takes.

    Attributes:
        seconds: at best.
        words: the same for a person, with the reasons.
    """

    seconds: float
    words: str


def time_needed(to_go: pd.DataFrame, campaign: Campaign, chains: pd.DataFrame, pacing: Pacing) -> TimeNeeded:
    """Say how long it takes: the quickest calls there are, leads that wait for each other, and waits.

    Args:
        to_go: the rows that are to be sent.
        campaign: says how many calls there are at once.
        chains: which leads go one after the other, from `noojee_dq.sending.shared_keys.chained`.
        pacing: gives the quarantine.

    Example:
        >>> none = pd.DataFrame({"position": [], "kind": [], "key": []})
        >>> rows = pd.DataFrame({"position": range(1600), "state": "pending"})
        >>> time_needed(rows, Campaign(), none, Pacing()).words
        'about 10 s, if the PBX is quick (0.1 s for each lead, at most 16 at once)'
    """
    at_once = campaign.max_concurrency
    longest = _longest_chain(chains[chains["position"].isin(to_go["position"])])
    seconds = max(1, max(len(to_go) / at_once, longest) * _LEAST_LATENCY)
    reasons = [f"{_LEAST_LATENCY} s for each lead, at most {at_once} at once"]
    if longest > max(1, len(to_go) / at_once):
        reasons.append(f"{longest:,} leads that share a number or an id go one after the other")
    if to_go["state"].eq(State.UNKNOWN).any():
        seconds += pacing.quarantine
        reasons.append(f"leads in doubt wait {duration(pacing.quarantine)} before")
    return TimeNeeded(seconds, f"about {duration(seconds)}, if the PBX is quick ({'; '.join(reasons)})")


def _longest_chain(chains: pd.DataFrame) -> int:
    """Return how many leads at most go one after the other."""
    depth: dict[int, int] = {}
    # Each lead follows others that stand before it; there are few such pairs.
    for before, after in sorted(followers(chains), key=lambda pair: pair[1]):
        depth[after] = max(depth.get(after, 1), depth.get(before, 1) + 1)
    return max(depth.values(), default=1)


def _harm(to_go: pd.DataFrame, campaign: Campaign) -> str:
    in_doubt = min(campaign.max_concurrency, len(to_go))
    for_good = int((~to_go["guarded"]).sum())
    them = "them" if in_doubt > 1 else "it"
    doubt = f"{counted(in_doubt, 'lead')} at most would be in doubt, until `resume` has asked the PBX about {them}"
    if for_good:
        doubt += (
            f"; but {for_good:,} of the {counted(len(to_go), 'lead')} could not be sent twice without harm, so that a "
            "person would have to look for them in the dialler"
        )
    return f"  if the program were killed midway: {doubt}"


def _masked(body: dict[str, str], campaign: Campaign) -> str:
    masked = {name: masking_of(name, campaign.phone_fields)(value) for name, value in body.items()}
    return json.dumps(masked, ensure_ascii=False)
