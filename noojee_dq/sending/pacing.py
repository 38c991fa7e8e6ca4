"""The waits of a run: the one place for them."""

from dataclasses import dataclass, fields

import numpy as np

from noojee_dq.campaign import Campaign
from noojee_dq.client.address import api_address, is_loopback
from noojee_dq.client.pbx import QUEUE_SECONDS
from noojee_dq.errors import CampaignError


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """How patient a run is. All times are in seconds.

    Args:
        quarantine: a lead in doubt is not sent again before this time after the start of its last attempt, since
            that may still sit in the server's queue for a minute (Noojee, "Insert Lead Fast": limits).
        deadline: for one call as a whole; more than the minute for which the server queues.
        pauses: how long the whole run waits when the server is busy, the first time in a row, the second, ...;
            the last one repeats.
        max_pauses: pauses without a success in between after which the run stops.
        jitter: share by which a pause is randomly longer or shorter.
        reconnects: how long the whole run waits while the server cannot be reached, likewise.
        unreachable: the run stops when the server cannot be reached for so long.

    Raises:
        CampaignError: a number is negative, or a list of waits is empty.

    Example:
        >>> Pacing(quarantine=120).quarantine
        120
    """

    quarantine: float = 90
    deadline: float = 90
    pauses: tuple[float, ...] = (120, 240, 480, 600)
    max_pauses: int = 6
    jitter: float = 0.2
    reconnects: tuple[float, ...] = (1, 2, 5, 10, 30)
    unreachable: float = 300

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if not np.size(value) or not np.all(np.greater_equal(value, 0)):
                raise CampaignError(f"pacing: {field.name} cannot be {value!r}: give numbers from 0 on, at least one")
        if self.jitter > 1:
            raise CampaignError(f"pacing: jitter cannot be {self.jitter!r}: it is a share of a pause, at most 1")


def require_quarantine(pacing: Pacing, campaign: Campaign) -> None:
    """Make sure that a lead in doubt is not sent again while its first request can still be in the server's queue.

    Args:
        pacing: gives the quarantine; on this computer any will do, since a local PBX can have a shorter queue.
        campaign: gives the url.

    Raises:
        CampaignError: the quarantine is too short, or the url is missing or wrong.

    Example:
        >>> require_quarantine(Pacing(quarantine=30), Campaign(url="https://pbx.example.com"))
        Traceback (most recent call last):
        ...
        noojee_dq.errors.CampaignError: the quarantine must exceed 60 seconds: so long can a lead wait on the PBX
    """
    if pacing.quarantine <= QUEUE_SECONDS and not is_loopback(api_address(campaign)):
        raise CampaignError(f"the quarantine must exceed {QUEUE_SECONDS} seconds: so long can a lead wait on the PBX")
