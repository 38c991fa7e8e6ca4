"""Checks of ours for a column of anybody's schema: `pa.Check.dialable(region="AU")` and the like.

Each is the mask of a check of `noojee_dq.checks` on a column that stands for the field, so that no rule is written
twice. They take a column of any dtype, with any index. A blank cell (missing, empty or white space) passes, as it does
there. All of them take the options of `pandera.Check` too, such as `raise_warning=True`.
"""

import os
import warnings
from collections.abc import Callable, Collection, Hashable, Mapping
from typing import Any

import numpy as np
import pandas as pd
from pandera.errors import SchemaWarning

from noojee_dq.arrow.columns import Mask
from noojee_dq.batch.batch import Batch
from noojee_dq.batch.reference import CORRECT_ENTRIES
from noojee_dq.campaign import Campaign
from noojee_dq.checks import callback, contact_hours as hours, dnc, no_change, phones, priority as priorities
from noojee_dq.checks.base import Check
from noojee_dq.errors import CampaignError, NoojeeError
from noojee_dq.fields import CALLBACK, CONTACT_HOURS, PRIORITY
from noojee_dq.leads import as_text
from noojee_dq.lists import ListPart, NumberList, list_parts, moment, read_lists
from noojee_dq.phones.parse import known_region
from noojee_dq.validators.phone_strategy import dialable_numbers
from noojee_dq.validators.quiet_check import Failing, QuietCheck, failure_cases, no_verdict
from noojee_dq.words.arguments import kind_shown
from noojee_dq.words.counts import counted
from noojee_dq.words.crashes import crash_named

_PHONE = "Phone"
#: A zone for contact hours of which only the names are given: it does not matter to whether the PBX knows them.
_SOME_ZONE = "UTC"


class ColumnCheck(QuietCheck):
    """A check of a column by itself; made by the functions of this file.

    Args:
        registered: the name under which it is registered.
        mask: which cells fail, from the column and the arguments; a function of a module, so that it can be pickled.
        title: what good cells are like.
        arguments: those of the check, as plain values.
        **options: as for `pandera.Check`.
    """

    def __init__(
        self, registered: str, mask: Callable[..., Mask], title: str, arguments: dict[str, Any], /, **options: Any
    ) -> None:
        self.registered = registered
        self.rule_title = title
        super().__init__(mask, **{"name": registered, "statistics": arguments} | options)

    def failing(self, data: pd.DataFrame | pd.Series, column: Hashable | None) -> Failing | None:
        """Which cells fail; as `QuietCheck.failing`."""
        if isinstance(data, pd.DataFrame) and column is None:
            return no_verdict(f"[{self.registered}] it judges one column: put it on a column of the schema")
        cells: pd.Series = data[column] if isinstance(data, pd.DataFrame) else data
        try:
            with crash_named(f"the check {self.registered!r}"):
                at = np.flatnonzero(self._check_fn(cells, **self.statistics))
        except NoojeeError as error:
            return no_verdict(f"[{self.registered}] {error}")
        if not len(at):
            return None
        text = f"[{self.registered}] {len(at):,} of {counted(len(cells), 'cell')} failed the rule: {self.rule_title}"
        return Failing(text, failure_cases(cells.index, at, [cells.name] * len(at), cells.array.take(at)))


def dialable(region: str = "AU", **options: Any) -> ColumnCheck:
    """Require a phone column whose numbers can be dialled; decided as by `bad-number-beside-good`.

    `<NO CHANGE>` passes, as it is no number: see `not_no_change`.

    Args:
        region: country of numbers written without one, as ISO code or English name.
        **options: as for `pandera.Check`.

    Raises:
        CampaignError: there is no such country.

    Example:
        >>> import pandera.pandas as pa
        >>> schema = pa.DataFrameSchema({"Tel": pa.Column(checks=pa.Check.dialable(region="AU"))})
        >>> len(schema.validate(pd.DataFrame({"Tel": ["0491 570 006", " "]})))
        2
    """
    region = known_region(region)
    title = _declared(phones.CHECKS, "bad-number-beside-good").title
    return ColumnCheck("dialable", _undialable, title, {"region": region}, strategy=dialable_numbers, **options)


def callback_date(**options: Any) -> ColumnCheck:
    """Require a column of real dates and times written yyyy/MM/dd HH:mm; decided as by `callback-date-format`.

    Args:
        **options: as for `pandera.Check`.

    Example:
        >>> callback_date().failing(pd.Series(["2026/02/30 09:30", "2026/02/28 09:30"]), None).cases["index"].tolist()
        [0]
    """
    title = _declared(callback.FORMAT_CHECKS, "callback-date-format").title
    return ColumnCheck("callback_date", _no_callback_date, title, {}, **options)


def contact_hours(names: Collection[str] | Mapping[str, str] = (), **options: Any) -> ColumnCheck:
    """Require a column of contact hours that the PBX knows; decided as by `contact-hours`.

    Args:
        names: the names, or name -> IANA zone, of which the names count; none = the cells are IANA zones.
        **options: as for `pandera.Check`.

    Raises:
        CampaignError: there is no such zone, or these are no names.

    Example:
        >>> contact_hours(["Perth"]).failing(pd.Series(["Perth", "Pert"]), None).cases["failure_case"].tolist()
        ['Pert']
    """
    names = [names] if isinstance(names, str) else names
    if not isinstance(names, Collection | pd.Series):
        raise CampaignError(f"names must be those of contact hours, such as ['Perth'], not {kind_shown(names)}")
    _hours(names)
    title = _declared(hours.CHECKS, "contact-hours").title
    return ColumnCheck("contact_hours", _unknown_contact_hours, title, {"names": list(names)}, **options)


def priority(**options: Any) -> ColumnCheck:
    """Require a column of whole numbers from 0 to 100; decided as by `priority-range`.

    Args:
        **options: as for `pandera.Check`.

    Example:
        >>> priority().failing(pd.Series([0, 100, 101]), None).cases["failure_case"].tolist()
        [101]
    """
    title = _declared(priorities.CHECKS, "priority-range").title
    return ColumnCheck("priority", _no_priority, title, {}, **options)


def not_no_change(**options: Any) -> ColumnCheck:
    """Require a column without the sentinel `<NO CHANGE>`; decided as by `no-change-on-insert`.

    Args:
        **options: as for `pandera.Check`.

    Example:
        >>> not_no_change().failing(pd.Series(["", "<no change>"]), None).cases["index"].tolist()
        [1]
    """
    title = _declared(no_change.CHECKS, "no-change-on-insert").title
    return ColumnCheck("not_no_change", _holds_no_change, title, {}, **options)


def not_on_list(
    path: NumberList | None = None,
    numbers: NumberList | None = None,
    region: str = "AU",
    accept_partial_lists: bool = False,
    **options: Any,
) -> ColumnCheck:
    """Require a phone column without numbers of a do-not-call list; decided as by `do-not-call`.

    Args:
        path: a file with the column `Phone` and, optionally, `Expires`, or any other list that `noojee_dq.check` takes
            as `dnc`. A file is read at each validation, so that what is added counts; one that cannot be read fails the
            validation.
        numbers: the numbers themselves, in place of `path`; unlike the contents of a file they are written out with
            the schema.
        accept_partial_lists: warn (`SchemaWarning`) where entries of the list cannot be read; else the validation
            fails.
        region: country of numbers written without one, as ISO code or English name.
        **options: as for `pandera.Check`.

    Raises:
        CampaignError: there is no such country, not one of `path` and `numbers` is given, or it is no list.

    Example:
        >>> check = not_on_list(["0491 570 006"])
        >>> check.failing(pd.Series(["+61 491 570 006", "0491 570 156"]), None).cases["index"].tolist()
        [0]
    """
    region = known_region(region)
    if (path is None) == (numbers is None):
        raise CampaignError("not_on_list needs the list: path= or numbers=")
    numbers = [numbers] if isinstance(numbers, str) else numbers
    given = _plain_list(path if numbers is None else numbers)
    given |= {"accept_partial_lists": True} if accept_partial_lists else {}
    title = _declared(dnc.CHECKS, "do-not-call-partly").title
    return ColumnCheck("not_on_list", _listed, title, given | {"region": region}, **options)


def _plain_list(given: NumberList | None) -> dict[str, Any]:
    """Return a list as arguments of plain values, which are written out with a schema."""
    if isinstance(given, str | os.PathLike):
        return {"path": os.fspath(given)}
    parts = list_parts(_with_frames(given), "not_on_list")
    return {"numbers": [entry for part in parts for entry in _plain_entries(part)]}


def _with_frames(given: Any) -> Any:
    """Return a list with frames where it has columns of plain values, as it is read back."""
    return [pd.DataFrame(one) if isinstance(one, dict) else one for one in given] if isinstance(given, list) else given


def _plain_entries(part: ListPart) -> list[Any]:
    if not isinstance(part, pd.DataFrame):
        return [os.fspath(part)]
    text = as_text(part)
    return text["Phone"].tolist() if list(text.columns) == ["Phone"] else [text.to_dict("list")]


def _undialable(cells: pd.Series, region: str) -> Mask:
    return phones.bad_cells(Batch(cells.to_frame(_PHONE), Campaign(phone_fields=[_PHONE], region=region)), _PHONE)


def _no_callback_date(cells: pd.Series) -> Mask:
    return _fails(callback.FORMAT_CHECKS, "callback-date-format", cells, CALLBACK, Campaign())


def _unknown_contact_hours(cells: pd.Series, names: Collection[str]) -> Mask:
    return _fails(hours.CHECKS, "contact-hours", cells, CONTACT_HOURS, _hours(names))


def _no_priority(cells: pd.Series) -> Mask:
    return _fails(priorities.CHECKS, "priority-range", cells, PRIORITY, Campaign())


def _holds_no_change(cells: pd.Series) -> Mask:
    return _fails(no_change.CHECKS, "no-change-on-insert", cells, _PHONE, Campaign())


def _listed(
    cells: pd.Series,
    region: str,
    path: str | None = None,
    numbers: Collection[Any] | None = None,
    accept_partial_lists: bool = False,
) -> Mask:
    campaign = Campaign(phone_fields=[_PHONE], region=region)
    lists = read_lists(None, _with_frames(numbers) if path is None else path, campaign, moment(None))
    batch = Batch(cells.to_frame(_PHONE), campaign, dnc=lists.dnc)
    rule = _declared(dnc.CHECKS, "do-not-call")
    if gaps := rule.limits(batch):
        if lists.dnc and lists.dnc.unread.entries and not accept_partial_lists:
            raise CampaignError(f"{gaps}: {CORRECT_ENTRIES}")
        warnings.warn(f"[not_on_list] {gaps}", SchemaWarning, stacklevel=2)
    return _mask(rule, batch, "")


def _hours(names: Collection[str] | Mapping[str, str]) -> Campaign:
    return Campaign(contact_hours=names if isinstance(names, Mapping) else dict.fromkeys(names, _SOME_ZONE))


def _fails(checks: tuple[Check, ...], rule: str, cells: pd.Series, field: str, campaign: Campaign) -> Mask:
    return _mask(_declared(checks, rule), Batch(cells.to_frame(field), campaign), field)


def _mask(check: Check, batch: Batch, heading: str) -> Mask:
    return batch.no_lead if check.mask is None else check.mask(batch, heading)


def _declared(checks: tuple[Check, ...], rule: str) -> Check:
    return next(check for check in checks if check.id == rule)
