"""The exceptions that noojee_dq raises; each says what is wrong, where, and what to do."""


class NoojeeError(Exception):
    """Base of every exception that noojee_dq raises on purpose."""


class CampaignError(NoojeeError, ValueError):
    """A campaign setting, an option or a reference list is wrong: change it and run again."""


class LeadsError(NoojeeError, ValueError):
    """A lead file or frame cannot be read, or holds nothing."""


class CheckCrashedError(NoojeeError, RuntimeError):
    """A check or a fix itself failed: a defect of it, never a verdict about the leads."""


class EndlessRepairError(NoojeeError, RuntimeError):
    """Fixes change the same cells for ever: a defect of one of them, never of the leads."""


class JournalError(NoojeeError):
    """The journal of a run cannot be used: it is in use, damaged, full, or belongs to another run."""


class PbxError(NoojeeError, RuntimeError):
    """The PBX cannot be reached, refuses the API key, or does not answer as the lead API does."""


class RunStoppedWarning(UserWarning):
    """A run stopped before its end; the text says why, and what is returned says how far it came."""
