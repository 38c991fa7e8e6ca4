"""What concerns the request or the whole file: the campaign's ids, its fields, the size of an allocation."""

import re
from collections.abc import Collection
from functools import partial

from noojee_dq.batch.batch import Batch
from noojee_dq.batch.lead_places import headings_of_postcodes, headings_of_states
from noojee_dq.batch.reference import CORRECT_ENTRIES, DNC_OPTION, KNOWN_OPTION, Unread
from noojee_dq.batch.refusals import mark_headings
from noojee_dq.checks.base import Check, FileProblem
from noojee_dq.codes import ResultCode
from noojee_dq.fields import SYSTEM_FIELDS
from noojee_dq.words.headings import heading_words
from noojee_dq.words.suggest import did_you_mean, plain_name

#: The vendor's advice: larger allocations slow the dialler down.
ALLOCATION_LIMIT = 10_000


def is_id(value: object) -> bool:
    """Say whether something can be an id of the PBX: a positive whole number.

    Args:
        value: an id, or its text.

    Example:
        >>> is_id(41), is_id(" 41 "), is_id("forty"), is_id(0)
        (True, True, False, False)
    """
    text = str(value).strip()
    return text.isascii() and text.isdecimal() and int(text) > 0


def _unknown_to_pbx(code: ResultCode, batch: Batch) -> list[str]:
    """Return what the PBX says of the id that this code is about, where it was asked and does not know it."""
    problems = batch.pbx_ids.problems if batch.pbx_ids else ()
    return [problem.message for problem in problems if problem.code == code]


def _needs_id(name: str, code: ResultCode, batch: Batch) -> str | None:
    known = getattr(batch.campaign, name) is not None or _unknown_to_pbx(code, batch)
    return None if known else f"the campaign has no {name}"


def _bad_id(name: str, code: ResultCode, batch: Batch) -> list[FileProblem]:
    unknown = _unknown_to_pbx(code, batch)
    if unknown:
        return [FileProblem("", message, "correct the id in the campaign file") for message in unknown]
    if is_id(getattr(batch.campaign, name)):
        return []
    return [FileProblem("", f"{name} is no positive whole number", f"look the {name} up on the PBX")]


def _id_check(name: str, code: ResultCode) -> Check:
    return Check(
        id=name.replace("_", "-"),
        code=code,
        scope="file",
        title=f"the campaign's {name} is a positive whole number",
        needs=partial(_needs_id, name, code),
        problems=partial(_bad_id, name, code),
    )


def _unknown_fields(batch: Batch) -> list[FileProblem]:
    """Find columns that the PBX would ignore: with `fields` given all others, and always misspelt system fields."""
    expected = {*SYSTEM_FIELDS, *batch.campaign.phone_fields, *batch.campaign.fields}
    problems, read_here = [], _read_here(batch)
    for heading in batch.text.columns:
        field = batch.campaign.field_of(heading)
        misspelt = bool(re.match("nj[A-Z]", field)) or _letters(field) in map(_letters, SYSTEM_FIELDS)
        if field not in expected and (batch.campaign.fields or misspelt):
            message = f"the campaign template has no field {field!r}: the PBX ignores it"
            problems.append(
                FileProblem(heading, message, _what_to_do(field, expected, not read_here.isdisjoint([heading, field])))
            )
    return problems


def _what_to_do(field: str, expected: Collection[str], is_read: bool) -> str:
    if is_read:
        return "leave it in the file: this check reads it"
    return did_you_mean(field, expected).removeprefix("; ") or "take it out, or map it under [columns]"


def _read_here(batch: Batch) -> set[str]:
    """Return the columns that other checks look at, whether the PBX does or not."""
    rules = batch.campaign.field_rules
    named = (
        batch.campaign.region_column,
        batch.campaign.calling.consent_column,
        *rules.required,
        *rules.max_length,
        *rules.choices,
    )
    of_places = (*headings_of_states(batch), *headings_of_postcodes(batch))
    return {*named, *of_places, *mark_headings(batch)}


def _letters(field: str) -> str:
    """Return the letters of a field, by which a system field is known in any case, with any blanks and underscores."""
    return "".join(heading_words(field))


def _absent_columns(batch: Batch) -> list[FileProblem]:
    """Find headings under [columns] that the file has in another writing: it may lack a column, but not so."""
    present = set(batch.text.columns)
    free = {plain_name(heading): heading for heading in present - set(batch.campaign.columns)}
    return [
        FileProblem(
            free[plain_name(heading)],
            f"[columns] has {heading!r} for {field!r}, and the file has no such column",
            f"did you mean {free[plain_name(heading)]!r}? Write it just alike",
        )
        for heading, field in batch.campaign.columns.items()
        if heading not in present and plain_name(heading) in free and batch.heading(field) is None
    ]


def _no_headings_mapped(batch: Batch) -> str | None:
    return None if batch.campaign.columns else "the campaign maps no heading under [columns]"


def _no_list(batch: Batch) -> str | None:
    known = batch.known
    given = batch.dnc is not None or known.ids is not None or known.numbers is not None
    return None if given else f"no list was given ({DNC_OPTION}, {KNOWN_OPTION})"


def _unread_entries(batch: Batch) -> list[FileProblem]:
    """Entries of the lists that nobody can read: leads on them would pass."""
    lists = {"do-not-call list": batch.dnc.unread if batch.dnc else Unread(), "known leads": batch.known.unread}
    return [
        FileProblem("", unread.told(name), CORRECT_ENTRIES)
        for name, unread in lists.items()
        if unread.entries and not unread.accepted
    ]


def _too_many(batch: Batch) -> list[FileProblem]:
    if batch.total <= ALLOCATION_LIMIT:
        return []
    message = f"{batch.total:,} leads for one allocation: over {ALLOCATION_LIMIT:,} slow the dialler down"
    return [FileProblem("", message, "spread them over several allocations")]


CHECKS = (
    _id_check("template_id", ResultCode.TEMPLATE_ID_REQUIRED),
    _id_check("campaign_id", ResultCode.CAMPAIGN_ID_REQUIRED),
    _id_check("allocation_id", ResultCode.ALLOCATION_ID_REQUIRED),
    Check(
        id="list-partly-unread",
        scope="file",
        title="a valid phone number is in every entry of the do-not-call list and of the known leads",
        message="a list could be read in part only",
        unasked=_no_list,
        problems=_unread_entries,
    ),
    Check(
        id="unknown-field",
        severity="warning",
        scope="file",
        title="every column is a field of the campaign template (where `fields` lists them) or of the API",
        message="the PBX ignores these columns: they are no fields of the campaign template",
        hint="rename them, map them under [columns], or take out those that no check reads",
        problems=_unknown_fields,
    ),
    Check(
        id="mapped-column-missing",
        severity="warning",
        scope="file",
        title="a heading under [columns] is written as in the file, with its case and blanks",
        message="columns are not sent as the fields under [columns]: their headings differ",
        hint="write the headings under [columns] just as in the file",
        unasked=_no_headings_mapped,
        problems=_absent_columns,
    ),
    Check(
        id="allocation-size",
        severity="warning",
        scope="file",
        operations=("insert",),
        title=f"a file holds at most {ALLOCATION_LIMIT:,} leads for one allocation",
        problems=_too_many,
    ),
)
