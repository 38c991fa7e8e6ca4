"""The exceptions that noojee_dq raises; each says what is wrong, where, and what to do."""

from collections.abc import Sequence
from typing import Any, NamedTuple


class NoojeeError(Exception):
    """Base of every exception that noojee_dq raises on purpose."""


class CampaignError(NoojeeError, ValueError):
    """A campaign setting, an option or a reference list is wrong: change it and run again.

    Attributes:
        reasons: what is wrong with each setting, without its name, where settings of a campaign are wrong.
    """

    def __init__(self, message: str, reasons: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.reasons = tuple(reasons)


class LeadsError(NoojeeError, ValueError):
    """A lead file or frame cannot be read, or holds nothing."""


class OutputError(NoojeeError, OSError):
    """Results cannot be written: make room, or choose another place, and run again."""


class WorkersLostError(NoojeeError, RuntimeError):
    """The workers of a cluster are gone, or die again and again: there is no result, and no fault of the leads."""


class LeadsNotReadyError(NoojeeError, ValueError):
    """Leads are not ready to be sent; the text says which errors they have, and how many, without their values.

    Attributes:
        report: on these leads.
    """

    def __init__(self, message: str, report: object = None) -> None:
        super().__init__(message)
        self.report: Any = report


class CheckCrashedError(NoojeeError, RuntimeError):
    """A check or a fix itself failed: a defect of it, never a verdict about the leads."""


class EndlessRepairError(NoojeeError, RuntimeError):
    """Fixes change the same cells for ever: a defect of one of them, never of the leads."""


class UnwrittenAnswer(NamedTuple):
    """An answer that the journal does not hold: the lead's row (its place from 1, where it has no number), the code.

    Attributes:
        row: number of the row in its file.
        code: of the API; None = no definite answer came.
        http_status: of the answer; None = none came.
        message: what the server said, or what happened.
        source: the name of the file, where the leads come from several.
    """

    row: int
    code: int | None
    http_status: int | None
    message: str
    source: str | None = None


class JournalError(NoojeeError):
    """The journal of a run cannot be used: it is in use, damaged, full, or belongs to another run.

    Attributes:
        answers: those that came, or did not come in time, and are not in it.

    Example:
        >>> print(JournalError("run.sqlite: the disk is full", [UnwrittenAnswer(7, 0, 200, "OK", "b.csv")]))
        run.sqlite: the disk is full
        Not in it are these answers:
          row 7 of b.csv: code 0
    """

    def __init__(self, message: str, answers: Sequence[UnwrittenAnswer] = ()) -> None:
        lines = [
            f"  row {one.row}{f' of {one.source}' if one.source else ''}: "
            f"{'in doubt' if one.code is None else f'code {one.code}'}"
            for one in answers
        ]
        super().__init__("\n".join([message, *(["Not in it are these answers:", *lines] if lines else [])]))
        self.answers = tuple(answers)


class PbxError(NoojeeError, RuntimeError):
    """The PBX cannot be reached, refuses the API key, or does not answer as the lead API does."""


class RunStoppedWarning(UserWarning):
    """A run stopped before its end; the text says why, and what is returned says how far it came."""
