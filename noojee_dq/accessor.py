"""`df.noojee`: the functions of noojee_dq as methods of a frame."""

import os
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Literal

import pandas as pd

from noojee_dq.words.counts import counted

if TYPE_CHECKING:
    from noojee_dq.analysis import Analysis
    from noojee_dq.analysis.journal_source import LeadSource
    from noojee_dq.analysis.sources import CheckReport
    from noojee_dq.batch.batch import Keep
    from noojee_dq.batch.pbx_ids import PbxIds
    from noojee_dq.campaign import Campaign
    from noojee_dq.client import ApiKey
    from noojee_dq.fields import Operation
    from noojee_dq.lists import KnownLeads, NumberList
    from noojee_dq.repairs import Repaired
    from noojee_dq.report.report import Report
    from noojee_dq.sending import Pacing


@pd.api.extensions.register_dataframe_accessor("noojee")
class NoojeeAccessor:
    """The leads in a frame.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"]})
        >>> leads.noojee.check(nj.Campaign(phone_fields=["Phone"])).ok
        True
        >>> leads.noojee
        1 lead for noojee_dq: .check(campaign), .repair(campaign), .submit(campaign), .analyse()
    """

    def __init__(self, leads: pd.DataFrame) -> None:
        self._leads = leads

    def __repr__(self) -> str:
        ways = ".check(campaign), .repair(campaign), .submit(campaign), .analyse()"
        return f"{counted(len(self._leads), 'lead')} for noojee_dq: {ways}"

    def check(
        self,
        campaign: "Campaign",
        *,
        operation: "Operation" = "insert",
        known: "KnownLeads | None" = None,
        dnc: "NumberList | None" = None,
        allow: "NumberList | None" = None,
        keep: "Keep" = "first",
        now: datetime | None = None,
        pbx_ids: "PbxIds | None" = None,
        accept_empty_lists: bool = False,
        accept_partial_lists: bool = False,
    ) -> "Report":
        """Say what the API would answer to each lead: `noojee_dq.check` with this frame and these options."""
        from noojee_dq.preflight import check

        return check(
            self._leads,
            campaign,
            operation=operation,
            known=known,
            dnc=dnc,
            allow=allow,
            keep=keep,
            now=now,
            pbx_ids=pbx_ids,
            accept_empty_lists=accept_empty_lists,
            accept_partial_lists=accept_partial_lists,
        )

    def repair(
        self,
        campaign: "Campaign",
        *,
        fixes: Sequence[str] | None = None,
        known: "KnownLeads | None" = None,
        dnc: "NumberList | None" = None,
        allow: "NumberList | None" = None,
        keep: "Keep" = "first",
        operation: "Operation" = "insert",
        accept_empty_lists: bool = False,
        accept_partial_lists: bool = False,
    ) -> "Repaired":
        """Repair what can be repaired without loss: `noojee_dq.repair` with this frame and these options."""
        from noojee_dq.repairs import repair

        return repair(
            self._leads,
            campaign,
            fixes=fixes,
            known=known,
            dnc=dnc,
            allow=allow,
            keep=keep,
            operation=operation,
            accept_empty_lists=accept_empty_lists,
            accept_partial_lists=accept_partial_lists,
        )

    def submit(
        self,
        campaign: "Campaign",
        *,
        operation: "Operation" = "insert",
        api_key: "str | ApiKey | None" = None,
        journal: str | os.PathLike[str] | None = None,
        dry_run: bool = False,
        limit: int | None = None,
        pacing: "Pacing | None" = None,
        progress: bool | Literal["bar"] = True,
        send_dnc: bool = False,
        known: "KnownLeads | None" = None,
        dnc: "NumberList | None" = None,
        allow: "NumberList | None" = None,
        accept_empty_lists: bool = False,
        accept_partial_lists: bool = False,
        accept_gone: bool = False,
    ) -> pd.DataFrame:
        """Send every lead to the PBX: `noojee_dq.submit` with this frame and these options."""
        from noojee_dq.sending import Pacing, submit

        return submit(
            self._leads,
            campaign,
            operation=operation,
            api_key=api_key,
            journal=journal,
            dry_run=dry_run,
            limit=limit,
            pacing=pacing or Pacing(),
            progress=progress,
            send_dnc=send_dnc,
            known=known,
            dnc=dnc,
            allow=allow,
            accept_empty_lists=accept_empty_lists,
            accept_partial_lists=accept_partial_lists,
            accept_gone=accept_gone,
        )

    def analyse(self, report: "CheckReport | None" = None, leads: "LeadSource | None" = None) -> "Analysis":
        """Say what a run came to: `noojee_dq.analyse` with this frame of results."""
        from noojee_dq.analysis import analyse

        return analyse(self._leads, report, leads)
