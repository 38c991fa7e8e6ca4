"""The waits of a run: the one place for them."""

from dataclasses import dataclass


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
