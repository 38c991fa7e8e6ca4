"""`df.noojee`: the functions of noojee_dq as methods of a frame."""

from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from noojee_dq.analysis import Analysis
    from noojee_dq.campaign import Campaign
    from noojee_dq.repairs import Repaired
    from noojee_dq.report import Report


@pd.api.extensions.register_dataframe_accessor("noojee")
class NoojeeAccessor:
    """The leads in a frame.

    Example:
        >>> import noojee_dq as nj
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006"]})
        >>> leads.noojee.check(nj.Campaign(phone_fields=["Phone"])).ok
        True
    """

    def __init__(self, leads: pd.DataFrame) -> None:
        self._leads = leads

    def check(self, campaign: "Campaign", **options: Any) -> "Report":
        """Say what the API would answer to each lead: `noojee_dq.check` with this frame and these options."""
        from noojee_dq.preflight import check

        return check(self._leads, campaign, **options)

    def repair(self, campaign: "Campaign", **options: Any) -> "Repaired":
        """Repair what can be repaired without loss: `noojee_dq.repair` with this frame and these options."""
        from noojee_dq.repairs import repair

        return repair(self._leads, campaign, **options)

    def submit(self, campaign: "Campaign", **options: Any) -> pd.DataFrame:
        """Send every lead to the PBX: `noojee_dq.submit` with this frame and these options."""
        from noojee_dq.submit import submit

        return submit(self._leads, campaign, **options)

    def analyse(self, report: "Report | None" = None) -> "Analysis":
        """Say what a run came to: `noojee_dq.analyse` with this frame of results."""
        from noojee_dq.analysis import analyse

        return analyse(self._leads, report)
