"""Can the lead be reached: a phone field with a number that somebody can dial."""

from typing import Any

import numpy as np
import pandas as pd
import phonenumbers

from noojee_dq.arrow.cells import is_blank
from noojee_dq.arrow.columns import Mask, Positions
from noojee_dq.batch.batch import PHONE_FIELDS, Batch
from noojee_dq.batch.column_proposals import ColumnProposal
from noojee_dq.batch.zero_habits import written_without_zero
from noojee_dq.campaign import Campaign, refuse_no_campaign
from noojee_dq.checks.base import NO_PHONES, Check, FileProblem
from noojee_dq.codes import ResultCode
from noojee_dq.errors import CampaignError
from noojee_dq.phones import PROBLEMS
from noojee_dq.phones.near_misses import MAY_BE_NEAR, near_misses
from noojee_dq.words.suggest import did_you_mean, nearest_name

_HINTS: dict[str | None, str] = {
    "no_area_code": "put the area code in front of it",
    "excel_lossy": "the digits are gone: ask the supplier for the file with this column as text",
    "excel_exponent": "write the number out, with its leading zero, as `repair` does",
    "excel_decimal": "take off the decimal tail and put the leading zero back",
    "unknown_region": "write the number with + and its country code",
    "lookalike_letters": "type 0 and 1 for these letters; the repair `letters-for-digits` does it, if asked for",
    "stray_marks": "leave the digits of one number, as `repair` does where that is certain",
    "several_numbers": "one number in a cell: put the second into another phone field",
}
#: The check whose findings depend on how the whole column is written.
LOST_ZEROS = "excel-repairable"
_NOBODY = "nobody can dial it"
_ONE_NUMBER = "leave the digits of one number, with + in front of a country code"
_ODD = ("extension", "letters", "stray_marks")
_CORRECT_IT = "correct the number, or blank the cell if another one is good"


def require_phone_fields(campaign: Campaign) -> None:
    """Refuse a campaign without phone fields: nothing could be said of any lead, and all would seem ready.

    Raises:
        CampaignError: it names none, or is no campaign; the text says what to give.

    Example:
        >>> require_phone_fields(Campaign(phone_fields=["Phone"]))
    """
    refuse_no_campaign(campaign)
    if not campaign.phone_fields:
        raise CampaignError(
            "the campaign names no phone fields, so no lead can be judged: give Campaign(phone_fields=[...]), or "
            "[phone] fields in the campaign file; nj.guess_phone_columns(leads) finds the columns that look like them"
        )


def _needs_phone_fields(batch: Batch) -> str | None:
    return None if batch.campaign.phone_fields else "the campaign names no phone fields"


def _needs_phones(batch: Batch) -> str | None:
    return _needs_phone_fields(batch) or (None if batch.phone_headings else NO_PHONES)


def _no_phone(batch: Batch, _: str) -> Mask:
    return ~(batch.has_held_number | batch.keeps_stored_number)


def _no_phone_detail(batch: Batch, _: str, at: Positions) -> pd.DataFrame:
    """Name the first phone cell that holds something, and say why it is no number."""
    columns = np.full(len(at), batch.phone_headings[0] if batch.phone_headings else "", dtype=object)
    messages = np.full(len(at), "every phone cell is blank" if batch.phone_headings else NO_PHONES, dtype=object)
    for heading in reversed(batch.phone_headings):
        filled = ~is_blank(batch.cells(heading, at))
        columns[filled] = heading
        messages[filled] = _no_number_message(batch)
    detail = pd.DataFrame({"column": columns, "message": messages})
    if batch.phone_headings:
        return detail
    return detail.assign(hint=f"name the phone columns: the file has {', '.join(batch.text.columns)}")


def _no_number_message(batch: Batch) -> str:
    if batch.campaign.phone_patterns:
        return "no number of the lead matches a phone pattern of the PBX"
    return "the lead holds no phone number: no cell has 6 digits or more"


def bad_cells(batch: Batch, heading: str) -> Mask:
    """Which cells of a phone column hold something that nobody can dial; blank ones and `<NO CHANGE>` do not."""
    return batch.filled(heading) & ~batch.phones(heading).usable


def _reachable(batch: Batch) -> Mask:
    return batch.has_usable_number | batch.keeps_stored_number


def _undialable(batch: Batch, heading: str) -> Mask:
    return bad_cells(batch, heading) & batch.has_held_number & ~_reachable(batch)


def _bad_beside_good(batch: Batch, heading: str) -> Mask:
    return bad_cells(batch, heading) & _reachable(batch)


def _undialable_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    """Say what is wrong with numbers that keep a lead back: also where they are nearly right, which takes a while."""
    detail = _problem_detail(batch, heading, at)
    near = np.flatnonzero(batch.phones(heading).with_problem(*MAY_BE_NEAR)[at])
    if len(near) and not batch.campaign.phone_patterns:
        reasons = near_misses(batch.cells(heading, at[near]), batch.regions(at[near]))
        known = reasons.notna().to_numpy()
        if known.any():
            detail.loc[near[known], "message"] = (f"{_NOBODY}: " + reasons[known]).to_numpy()
    return detail


def _problem_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    if batch.campaign.phone_patterns:
        message = "the number matches no phone pattern of the PBX"
        return pd.DataFrame({"message": message}, index=range(len(at)))
    said = batch.phones(heading).problem_texts
    messages = said(at, lambda name: f"{_NOBODY}: {PROBLEMS[name]}" if name else _NOBODY)
    return pd.DataFrame({"message": messages, "hint": said(at, lambda name: _HINTS.get(name, _CORRECT_IT))})


def _with_problem(*names: str) -> Any:
    def mask(batch: Batch, heading: str) -> Mask:
        return batch.phones(heading).with_problem(*names) & batch.filled(heading)

    return mask


def _taken_for_amount(batch: Batch, heading: str) -> Mask:
    damaged = _with_problem("lost_zero", "excel_decimal", "excel_exponent")(batch, heading)
    return damaged & ~written_without_zero(batch, heading) if damaged.any() else damaged


def _odd_writing(batch: Batch, heading: str) -> Mask:
    odd = _with_problem(*_ODD)(batch, heading)
    return odd & batch.phones(heading).usable


def _odd_writing_detail(batch: Batch, heading: str, at: Positions) -> pd.DataFrame:
    said = batch.phones(heading).problem_texts
    return pd.DataFrame(
        {
            "message": said(at, lambda name: PROBLEMS[name] if name else ""),
            "hint": said(at, lambda name: _HINTS.get(name, _ONE_NUMBER)),
        }
    )


def _premium(batch: Batch, heading: str) -> Mask:
    phones = batch.phones(heading)
    return phones.usable & phones.of_type("premium_rate")


def _foreign(batch: Batch, heading: str) -> Mask:
    phones = batch.phones(heading)
    foreign = np.zeros(len(batch), dtype=bool)
    # One pass per country among the leads.
    for region, rows in _by_region(batch):
        if code := phonenumbers.country_code_for_region(region):
            foreign |= phones.is_abroad(code) & rows
    return foreign & phones.usable


def _by_region(batch: Batch) -> list[tuple[str, Mask]]:
    if isinstance(batch.region, str):
        return [(batch.region, np.ones(len(batch), dtype=bool))]
    return [(region, batch.region.eq(region).to_numpy(dtype=bool)) for region in batch.region.unique()]


def _absent_fields(batch: Batch) -> list[FileProblem]:
    absent = [field for field in dict.fromkeys(batch.campaign.phone_fields) if batch.heading(field) is None]
    free = [heading for heading in batch.text.columns if heading not in batch.phone_headings]
    return [
        FileProblem(
            "",
            f"the file has no column for the phone field {field!r}{did_you_mean(field, free)}",
            f"rename the column, or {how} under [columns] of the campaign file",
        )
        for field in absent
        for how in [_how_to_map(field, nearest_name(field, free))]
    ]


def _how_to_map(field: str, heading: str | None) -> str:
    return f"write {ColumnProposal(field, (heading,)).lines[0]}" if heading else "map it"


CHECKS = (
    Check(
        id="no-phone",
        code=ResultCode.NO_PHONE_FIELDS,
        scope="row",
        title="a lead has a phone field with at least 6 digits, or one that matches a phone pattern of the PBX",
        message="the lead holds no phone number",
        hint="fill in a number with its area code; on an update <No Change> keeps the stored one",
        tells_supplier=True,
        supplier_hint="fill in a number with its area code",
        needs=_needs_phone_fields,
        mask=_no_phone,
        detail=_no_phone_detail,
    ),
    Check(
        id="undialable-number",
        scope="cell",
        fields=PHONE_FIELDS,
        title="a lead has a number that can be dialled (the API takes the others too, and nobody is reached)",
        message="nobody can dial this number",
        hint=_CORRECT_IT,
        tells_supplier=True,
        needs=_needs_phones,
        mask=_undialable,
        detail=_undialable_detail,
    ),
    Check(
        id="bad-number-beside-good",
        severity="warning",
        scope="cell",
        fields=PHONE_FIELDS,
        title="every number of a lead can be dialled",
        message="nobody can dial this number; the lead has a good one beside it",
        hint=_CORRECT_IT,
        needs=_needs_phones,
        mask=_bad_beside_good,
        detail=_problem_detail,
    ),
    Check(
        id="excel-lossy",
        severity="warning",
        scope="cell",
        fields=PHONE_FIELDS,
        title="no number was cut off by a spreadsheet (4.12E+08)",
        message="a spreadsheet has cut digits off",
        hint=_HINTS["excel_lossy"],
        for_supplier=True,
        supplier_hint="send this column again, as text",
        needs=_needs_phones,
        mask=_with_problem("excel_lossy"),
    ),
    Check(
        id=LOST_ZEROS,
        severity="warning",
        scope="cell",
        fields=PHONE_FIELDS,
        title="no number lost its leading zero, or got a decimal tail or a power of ten, in a spreadsheet",
        message="a spreadsheet has taken the number for an amount; its digits are all there",
        hint="put the leading zero back, take the decimal tail off, write a power of ten (E+08) out",
        for_supplier=True,
        needs=_needs_phones,
        mask=_taken_for_amount,
    ),
    Check(
        id="odd-writing",
        severity="warning",
        scope="cell",
        fields=PHONE_FIELDS,
        title="a phone cell holds one number, in digits, without an extension or signs around it",
        message="more than one plain number",
        hint=_ONE_NUMBER,
        needs=_needs_phones,
        mask=_odd_writing,
        detail=_odd_writing_detail,
    ),
    Check(
        id="premium-number",
        severity="warning",
        scope="cell",
        fields=PHONE_FIELDS,
        title="no number is premium-rate",
        message="a premium-rate number: calling it is charged, and it should not be sent for cleansing",
        hint="make sure that this is meant",
        needs=_needs_phones,
        mask=_premium,
    ),
    Check(
        id="foreign-number",
        severity="warning",
        scope="cell",
        fields=PHONE_FIELDS,
        title="numbers lie in the lead's own country",
        message="a number of another country",
        hint="make sure that this is meant, and that the PBX may call there",
        needs=_needs_phones,
        mask=_foreign,
    ),
    Check(
        id="phone-field-missing",
        severity="warning",
        scope="file",
        title="the file has a column for every phone field of the campaign",
        message="the file lacks columns for some of the campaign's phone fields",
        needs=_needs_phone_fields,
        problems=_absent_fields,
    ),
)
