"""What the JSON of `submit`, `resume` and `status` holds."""

from typing import Literal

from pydantic import AwareDatetime, NonNegativeInt

from noojee_dq.codes import Remedy
from noojee_dq.fields import ApiOutcome, Operation
from noojee_dq.show.document import ByCode, CampaignUsed, Document, JsonPart
from noojee_dq.show.json_lines import Row


class OutcomeCounts(JsonPart):
    """Leads of a run by `api_outcome`."""

    leads: NonNegativeInt
    accepted: NonNegativeInt
    accepted_inferred: NonNegativeInt
    rejected: NonNegativeInt
    conflict: NonNegativeInt
    unknown: NonNegativeInt
    not_sent: NonNegativeInt


class RunCounts(OutcomeCounts):
    """Leads of a run by what became of them."""

    left: NonNegativeInt
    """Still to be sent."""
    withheld: NonNegativeInt
    """On a do-not-call list."""
    sent_elsewhere: NonNegativeInt
    """Left out, as another run has sent them."""
    behind: NonNegativeInt
    """Of the file, and not ready or no part of the run; they are none of `leads`."""


class PlanCounts(JsonPart):
    """Leads of a dry run."""

    leads: NonNegativeInt
    to_be_sent: NonNegativeInt
    withheld: NonNegativeInt
    """On a do-not-call list."""
    sent_elsewhere: NonNegativeInt
    """Left out, as another run has sent them."""
    behind: NonNegativeInt
    """Of the file, and not ready or no part of the run; they are none of `leads`."""


class StateCounts(JsonPart):
    """Leads of a run by their state in its journal."""

    leads: NonNegativeInt
    left: NonNegativeInt
    """Still to be sent, or under way."""
    pending: NonNegativeInt
    in_flight: NonNegativeInt
    waiting: NonNegativeInt
    unknown: NonNegativeInt
    accepted: NonNegativeInt
    accepted_inferred: NonNegativeInt
    rejected: NonNegativeInt
    conflict: NonNegativeInt
    withheld: NonNegativeInt
    sent_elsewhere: NonNegativeInt


class SentLine(JsonPart):
    """What became of a lead."""

    row: Row
    outcome: ApiOutcome | Literal[""]
    """Empty: the lead is no part of the run."""
    code: int | None
    """The last that came back; null = none came."""
    action: Remedy | Literal[""]
    """What to do about the lead."""


class RunFacts(JsonPart):
    """A run."""

    id: str
    journal: str
    stopped: str | None
    """Why it ended before its end; null = it did not."""
    nothing_now: bool
    """Whether nothing was sent, as nothing was left that could be."""


class RunDocument(Document):
    """What `submit --send` and `resume` say."""

    dry_run: Literal[False] = False
    campaign: CampaignUsed | None
    """The campaign file; null = `resume`, which goes by the settings that the journal holds."""
    run: RunFacts | None
    """Null = there was no lead to send, hence no run."""
    counts: RunCounts
    by_code: ByCode
    """Leads by the code that came back last."""
    notes: list[str]
    """What of the leads is not as it was when the run began."""
    rows: list[SentLine] | None
    """Every lead, where that was asked for (`--rows`)."""


class PlanDocument(Document):
    """What `submit` says that sends nothing."""

    dry_run: Literal[True] = True
    campaign: CampaignUsed
    """The file whose settings were taken."""
    url: str
    """Where the leads would go."""
    counts: PlanCounts
    plain_cells: NonNegativeInt
    """Phone cells that go as plain digits, which the file has in another form."""
    notes: list[str]
    """What of the leads is not as it was when the run began."""
    rows: list[SentLine] | None
    """Every lead, where that was asked for (`--rows`)."""


class StatusFacts(JsonPart):
    """A run, from its journal."""

    id: str
    journal: str
    path: str | None
    """The file of its leads; null = they came from a frame."""
    operation: Operation
    url: str
    started_at: AwareDatetime
    sending: bool
    """Whether a process is sending it right now."""


class StatusDocument(Document):
    """What `status` says."""

    run: StatusFacts
    counts: StateCounts
    by_code: ByCode
    """Leads by the code that came back last."""
    notes: list[str]
    """On other runs that have leads in them."""
