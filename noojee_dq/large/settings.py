"""What is the same for all parts of a check: what leads are checked against, and where the results go."""

from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from noojee_dq.batch.among import Among
from noojee_dq.batch.batch import Batch, Keep
from noojee_dq.batch.pbx_ids import PbxIds
from noojee_dq.campaign import Campaign
from noojee_dq.checks.catalogue import CHECKS, check_of
from noojee_dq.errors import CampaignError
from noojee_dq.fields import Operation
from noojee_dq.large.concerned import add_entries
from noojee_dq.large.folder import Folder
from noojee_dq.large.parts import Files, Part
from noojee_dq.lists import Lists


@dataclass(frozen=True)
class Settings:
    """What is the same for all parts.

    Args:
        campaign: what the campaign expects.
        operation: the API call that the leads are meant for.
        keep: which of several leads that share a number or an id survives.
        now: the moment against which callbacks are judged.
        lists: what the leads are compared with, as far as it is in memory.
        number_sizes: how many digits the numbers of lists in the folder have, as for `numbers_wanted`.
        pbx_ids: what the PBX says of the campaign's ids; None = it was not asked.
        folder: where the results go.
        checks: the ids of all checks, which a worker must have too.
        without_phones: columns that are taken to hold no phone numbers.
        files: the files of the leads; how many rows they have is known, like their columns, once all are read.
        headings: their columns, in order.
    """

    campaign: Campaign
    operation: Operation
    keep: Keep
    now: datetime
    lists: Lists
    number_sizes: tuple[int, ...]
    pbx_ids: PbxIds | None
    folder: Folder
    checks: tuple[str, ...]
    without_phones: tuple[str, ...] = ()
    files: Files = Files((), ())  # noqa: RUF009 - it cannot change
    headings: tuple[str, ...] = ()

    @property
    def finds_crowds(self) -> bool:
        """Whether numbers are looked for that many leads have."""
        return self.operation == "insert" and self.campaign.allow_duplicates

    @property
    def claims_numbers(self) -> bool:
        """Whether the leads' numbers are among the keys that they claim."""
        return self.operation == "insert" and not self.campaign.allow_duplicates

    def refuse_other_checks(self) -> None:
        """Refuse to work where the checks are others than where the leads were handed out.

        Raises:
            CampaignError: they are.
        """
        missing = [check for check in self.checks if check_of(check) is None]
        if missing or len(CHECKS) != len(self.checks):
            raise CampaignError(
                "the workers have not the same checks as this process"
                + (f": {missing[0]!r} is missing there" if missing else "")
                + "; add own checks in a module that each worker imports"
            )

    def leads(self, part: Part) -> pd.DataFrame:
        """Read the leads of a part, with the columns of all files."""
        return part.leads().reindex(columns=pd.Index(self.headings, dtype="str"), fill_value="")

    def batch(self, leads: pd.DataFrame, part: Part, total: int) -> Batch:
        """Make a batch of some leads of a part, which knows where they stand among `total` leads."""
        positions = part.positions(leads.index.to_numpy())
        among = Among(positions, total, lambda others: self.files.row_texts(others, of=part.file))
        batch = self.lists.batch(
            leads,
            self.campaign,
            self.operation,
            keep=self.keep,
            now=self.now,
            pbx_ids=self.pbx_ids,
            among=among,
        )
        add_entries(batch, self.folder, self.number_sizes, self.lists.allowed)
        return batch
