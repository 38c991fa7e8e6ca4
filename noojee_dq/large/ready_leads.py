"""The ready leads of a large check as one frame, to be sent: a run holds all of its leads in memory."""

from collections.abc import Iterable
from typing import Final

import pandas as pd
import pyarrow.parquet

from noojee_dq.campaign import Campaign, as_compared
from noojee_dq.errors import CampaignError, LeadsError
from noojee_dq.fields import LEAD_FOLDERS, Operation
from noojee_dq.large.folder import ANNOTATED, Folder
from noojee_dq.large.totals import Totals
from noojee_dq.large.whole import of_check, result_files
from noojee_dq.leads.mapped import mapped
from noojee_dq.memory import in_words, memory_of_computer
from noojee_dq.words.counts import counted

#: Bytes of memory that a run takes for each byte of its leads' text, and for each lead: twice what was measured.
_OF_TEXT: Final = 4
_OF_LEAD: Final = 1_500
#: What a verdict does not depend on: where leads go, and the lists, which are looked at anew whenever a run begins.
_NOT_DECISIVE: Final = frozenset({"url", "max_concurrency", "dnc", "known", "allow", "require"})


#: Settings that are names in any order.
_UNORDERED: Final = frozenset({"dispositions", "fields"})


def ready_leads(folder: Folder, totals: Totals, frames: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Put the ready leads together, under their rows, with the folder for their file.

    Args:
        folder: of the check.
        totals: its numbers.
        frames: its ready leads, at least one frame.

    Raises:
        LeadsError: they do not fit into memory.
    """
    _refuse_too_many(folder, totals)
    leads = mapped(frames, folder.path)
    leads.attrs = {
        "source": folder.path.name,
        "path": str(folder.path.resolve()),
        "reading": {},
        "notes": list(totals.notes),
        LEAD_FOLDERS: list(totals.lead_folders),
    }
    return leads


def refuse_other_campaign(folder: Folder, totals: Totals, campaign: Campaign, operation: Operation) -> None:
    """Refuse to send what was checked for something else.

    Args:
        folder: of the check.
        totals: its numbers.
        campaign: where the leads would go.
        operation: what would be done with them.

    Raises:
        CampaignError: the check had other settings; the text says which.
    """
    again = "check the files again for that, or take the campaign file of the check"
    if operation != totals.operation:
        raise CampaignError(f"{folder.path}: was checked for {totals.operation}s, not for {operation}s: {again}")
    for setting in Campaign.model_fields:
        was, now = getattr(totals.campaign, setting), getattr(campaign, setting)
        if setting in _UNORDERED:
            was, now = sorted(was), sorted(now)
        if setting not in _NOT_DECISIVE and as_compared(was) != as_compared(now):
            raise CampaignError(f"{folder.path}: was checked with another {setting} ({was!r}, now {now!r}): {again}")


def _refuse_too_many(folder: Folder, totals: Totals) -> None:
    with of_check(folder, totals):
        parts = [pyarrow.parquet.read_metadata(file) for file in result_files(folder, ANNOTATED)]
    text = sum(part.row_group(at).total_byte_size for part in parts for at in range(part.num_row_groups))
    ready = totals.counts["ready"]
    needed = ready * (_OF_LEAD + _OF_TEXT * text // max(totals.counts["leads"], 1))
    memory = memory_of_computer()
    if memory and needed > memory:
        raise LeadsError(
            f"{folder.path}: to send {counted(ready, 'lead')} in one run takes about {in_words(needed)} of memory, and "
            f"this computer has {in_words(memory)}: check and send the files in groups, each into a folder of its own, "
            "and give those that were sent before with --known (known= in Python)"
        )
