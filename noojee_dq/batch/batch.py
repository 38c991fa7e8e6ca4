"""`Batch`: the leads of one call as checks, repairs and payloads see them, with what several need computed once."""

from collections.abc import Callable, Hashable, Sequence
from copy import copy
from datetime import UTC, datetime
from functools import cached_property
from threading import Lock
from typing import Any, Literal, Self, TypeVar

import numpy as np
import pandas as pd

from noojee_dq.arrow.cells import Distinct, distinct, is_blank, is_no_change
from noojee_dq.arrow.columns import Mask, Positions, taken
from noojee_dq.batch.among import Among
from noojee_dq.batch.pbx_ids import PbxIds
from noojee_dq.batch.phone_column import PhoneColumn, phone_column
from noojee_dq.batch.reference import Known, Listed
from noojee_dq.campaign import Campaign, refuse_no_campaign
from noojee_dq.errors import LeadsError
from noojee_dq.fields import OWN_PREFIXES, Operation
from noojee_dq.leads import as_text
from noojee_dq.phones.regions import lead_regions
from noojee_dq.words.rows import lead_labels, row_labels

#: Names of several fields together, for `Batch.headings`.
PHONE_FIELDS = "phone fields"
ALL_FIELDS = "all fields"

#: Properties that are kept and say something of each lead.
_OF_LEADS = ("has_held_number", "has_usable_number", "keeps_stored_number")

Keep = Literal["first", "last"]

T = TypeVar("T")


class Batch:
    """The leads of one call to `check`, `repair` or `submit`.

    Args:
        leads: the caller's frame; it is not changed.
        campaign: what the campaign expects.
        operation: the API call that the leads are meant for.
        known: what the campaign already holds.
        dnc: the do-not-call list; None = no list.
        keep: which of several leads that share a number or an id survives.
        now: the moment against which callbacks and do-not-call entries are judged, with its zone.
        pbx_ids: what the PBX says of the campaign's ids; None = it was not asked.
        among: where these leads stand among others that are checked together; None = there are no others.

    Attributes:
        text: what would be sent, as text, on a plain range index.
        all_text: the same, with the columns that are ours.
        region: each lead's country as ISO code, or one code for all.
        refused_alone: leads that the API would refuse whatever other leads there are; None until
            `noojee_dq.checks.evaluate` has found them.
        faulty_alone: these, and others that are not to be sent as they are, likewise.

    Raises:
        LeadsError: two columns would be sent as the same field, or headings repeat.
        CampaignError: the campaign is none, or its `region_column` is no column of the file.

    Example:
        >>> batch = Batch(pd.DataFrame({"Phone": ["0491 570 006"]}), Campaign(phone_fields=["Phone"]))
        >>> batch.phones("Phone").number.to_pylist()
        ['+61491570006']
    """

    def __init__(
        self,
        leads: pd.DataFrame,
        campaign: Campaign,
        *,
        operation: Operation = "insert",
        known: Known = Known(),  # noqa: B008 - a tuple of nothing, which cannot change
        dnc: Listed | None = None,
        keep: Keep = "first",
        now: datetime | None = None,
        pbx_ids: PbxIds | None = None,
        among: Among | None = None,
    ) -> None:
        refuse_no_campaign(campaign)
        self.leads = leads
        self.campaign = campaign
        self.operation: Operation = operation
        self.known = known
        self.dnc = dnc
        self.keep: Keep = keep
        self.now = now or datetime.now(UTC)
        self.pbx_ids = pbx_ids
        self._among = among
        self.refused_alone: Mask | None = None
        self.faulty_alone: Mask | None = None
        self.all_text = as_text(leads).reset_index(drop=True)
        own = self.all_text.columns.str.startswith(OWN_PREFIXES)
        self.text = self.all_text.loc[:, ~own]
        self.region = lead_regions(self.text, campaign)
        self._computed: dict[tuple[Hashable, ...], Any] = {}
        self._locks: dict[tuple[Hashable, ...], Lock] = {}
        self._heading_of = _headings_by_field(self.text, campaign)

    def __len__(self) -> int:
        return len(self.text)

    def cached(self, key: tuple[Hashable, ...], compute: Callable[[], T]) -> T:
        """Return what `compute` gives, computed for this batch only when `key` is first asked for.

        Args:
            key: a name; then the column, where its cells alone decide about the value; then whatever else decides.
            compute: gives the value.
        """
        if key not in self._computed:
            # Checks run side by side: who needs the same waits for who was first. No value needs one that needs it.
            with self._locks.setdefault(key, Lock()):
                if key not in self._computed:
                    self._computed[key] = compute()
        found: T = self._computed[key]
        return found

    def computed(self, key: tuple[Hashable, ...]) -> Any:
        """Return what is kept under `key`; None = nothing was computed yet."""
        return self._computed.get(key)

    def remember(self, key: tuple[Hashable, ...], value: object) -> None:
        """Keep what was computed elsewhere, for `cached` to give."""
        self._computed[key] = value

    @property
    def positions(self) -> Positions:
        """The position of each lead among all that are checked together, in file order."""
        return np.arange(len(self)) if self._among is None else self._among.positions

    @property
    def total(self) -> int:
        """How many leads are checked together."""
        return len(self) if self._among is None else self._among.total

    @cached_property
    def labels(self) -> pd.Index:
        """What each lead is called, where no others are checked together with these."""
        return self.leads.index if self._among is not None else lead_labels(self.leads)

    def row_texts(self, positions: Positions) -> pd.Series:
        """Return the rows of leads at some positions as a person calls them."""
        if self._among is None:
            return row_labels(self.labels.take(positions), show_values=True)
        return self._among.row_texts(positions)

    @cached_property
    def no_lead(self) -> Mask:
        """A mask that names no lead; it cannot be written to, as many share it."""
        mask = np.zeros(len(self), dtype=bool)
        mask.flags.writeable = False
        return mask

    def shared_if_empty(self, mask: Mask) -> Mask:
        """Return the mask, or `no_lead` where it names none: most checks find nothing, and each mask takes room."""
        return mask if mask.any() else self.no_lead

    def heading(self, field: str) -> str | None:
        """Return the column of the file that is sent as `field`; None = there is none."""
        return self._heading_of.get(field)

    def column_named(self, name: str) -> str | None:
        """Return the column that a setting names: the one that is sent as this field, else the one with this heading.

        Args:
            name: of a field, or a heading.

        Returns:
            The heading; None = there is no such column.
        """
        return self.heading(name) or (name if name in self.text.columns else None)

    def headings(self, fields: str) -> list[str]:
        """Return the columns that a check with these `fields` looks at."""
        if fields == ALL_FIELDS:
            return list(self.text.columns)
        names = self.campaign.phone_fields if fields == PHONE_FIELDS else (fields,)
        return [self._heading_of[name] for name in dict.fromkeys(names) if name in self._heading_of]

    @cached_property
    def phone_headings(self) -> list[str]:
        """The columns that hold the campaign's phone fields."""
        return self.headings(PHONE_FIELDS)

    def original(self, heading: str) -> pd.Series:
        """Return a column as the caller gave it, before it was made text."""
        return self.leads.iloc[:, self.all_text.columns.tolist().index(heading)].rename(heading)

    def field(self, name: str) -> pd.Series:
        """Return the cells sent as field `name`; all blank where the file has no such column."""
        heading = self.heading(name)
        if heading is None:
            return pd.Series("", index=self.text.index, dtype="str")
        return self.text[heading]

    def no_change(self, heading: str) -> Mask:
        """Say which cells hold `<NO CHANGE>`."""
        return self.cached(("no_change", heading), lambda: self.shared_if_empty(is_no_change(self.text[heading])))

    def filled(self, heading: str) -> Mask:
        """Say which cells hold a value of their own: neither blank nor `<NO CHANGE>`."""
        return self.cached(("filled", heading), lambda: ~(is_blank(self.text[heading]) | self.no_change(heading)))

    def distinct(self, heading: str) -> Distinct:
        """Return the different values of a column."""
        return self.cached(("distinct", heading), lambda: distinct(self.text[heading]))

    def distinct_at(self, heading: str, at: Positions) -> Distinct:
        """Return the different values of some cells of a column."""
        values, codes = self.distinct(heading)
        places, used = pd.factorize(codes[at])
        return Distinct(values.iloc[used].reset_index(drop=True), places)

    def phones(self, heading: str) -> PhoneColumn:
        """Return what is known of a phone column."""
        return self.cached(("phones", heading), lambda: self._phones(heading))

    def _phones(self, heading: str) -> PhoneColumn:
        return phone_column(self.text[heading], self.campaign, self.region).where(self.filled(heading))

    @cached_property
    def has_held_number(self) -> Mask:
        """Leads with a phone cell that the PBX takes for a number."""
        return self._any([self.phones(heading).held for heading in self.phone_headings])

    @cached_property
    def has_usable_number(self) -> Mask:
        """Leads with a phone cell that can be dialled."""
        return self._any([self.phones(heading).usable for heading in self.phone_headings])

    @cached_property
    def keeps_stored_number(self) -> Mask:
        """Leads of an update that keep a number the PBX already holds."""
        headings = self.phone_headings if self.operation == "update" else []
        return self._any([self.no_change(heading) for heading in headings])

    def cells(self, heading: str, at: Positions) -> pd.Series:
        """Return some cells of a column, on a range index."""
        return taken(self.text[heading], at).to_pandas().astype("str")

    def regions(self, at: Positions) -> str | pd.Series:
        """Return the ISO code of the country of some leads: one for each, or one for all."""
        return self.region if isinstance(self.region, str) else self.region.iloc[at].reset_index(drop=True)

    def copy(self) -> Self:
        """Return the same leads, to be changed apart by `replace_cells`; what was computed is shared until then."""
        other = copy(self)
        other._computed, other._locks = dict(self._computed), {}
        return other

    def part(self, at: Positions | slice, headings: Sequence[str]) -> Self:
        """Take some of the leads as they are now, with some of their columns, as a batch of their own.

        Args:
            at: the positions of the leads; a slice takes no copy.
            headings: the columns that stay.
        """
        other = copy(self)
        for name in ("no_lead", "phone_headings", *_OF_LEADS):
            vars(other).pop(name, None)
        other.text = self.text[list(headings)].iloc[at].reset_index(drop=True)
        other.leads = other.all_text = other.text
        other.region = self.region if isinstance(self.region, str) else self.region.iloc[at].reset_index(drop=True)
        other.refused_alone = other.faulty_alone = None
        other._among = None
        other._computed, other._locks = {}, {}
        other._heading_of = {field: heading for field, heading in self._heading_of.items() if heading in other.text}
        return other

    def replace_cells(self, heading: str, at: Positions, after: pd.Series) -> None:
        """Put other texts into some cells, in this batch alone; what was computed from the old ones is forgotten.

        Args:
            heading: the column.
            at: the positions of the cells.
            after: their new texts, in the same order.
        """
        column = self.text[heading].copy()
        column.iloc[at] = after.to_numpy()
        self.text = self.text.assign(**{heading: column})
        self.refused_alone = self.faulty_alone = None
        for name in _OF_LEADS:
            vars(self).pop(name, None)
        if heading == self.campaign.region_column:
            self.region = lead_regions(self.text, self.campaign)
            self._computed = {}
        self._computed = {key: found for key, found in self._computed.items() if len(key) == 2 and key[1] != heading}

    def _any(self, masks: list[Mask]) -> Mask:
        return np.logical_or.reduce([np.zeros(len(self), dtype=bool), *masks])


def _headings_by_field(text: pd.DataFrame, campaign: Campaign) -> dict[str, str]:
    headings: dict[str, str] = {}
    for heading in text.columns:
        field = campaign.field_of(heading)
        if field in headings:
            raise LeadsError(
                f"columns {headings[field]!r} and {heading!r} would both be sent as {field!r}: "
                "rename one, or take it out of [columns]"
            )
        headings[field] = heading
    return headings
