"""The metadata of the installed phonenumbers, compiled for whole columns.

Nothing here knows a country: every pattern, length and calling code is read from the installed release at first use.
What has no exact counterpart in RE2 makes its region undecidable, and its numbers go to phonenumbers itself.
"""

import functools
import re
from typing import Final

import numpy as np
import phonenumbers
from phonenumbers import PhoneMetadata, ValidationResult
from phonenumbers.phonemetadata import PhoneNumberDesc

from noojee_dq.arrow.columns import Mask
from noojee_dq.phones.cell_parser import LENGTH_PROBLEMS, TYPES
from noojee_dq.phones.exact_patterns import NotCompiledError, compiled
from noojee_dq.phones.numbering_plan import NationalPrefix, NumberDesc, NumberingPlan
from noojee_dq.phones.problems import PROBLEM_CODES

#: Longer cells are left to phonenumbers, which has a limit of its own.
LONGEST_CELL: Final = 64

#: The code of each type, for columns of types.
TYPE_CODES: Final = {name: code for code, name in enumerate(TYPES.values())}

#: Types in the order in which libphonenumber tries them (`number_type`), before the fixed line and mobile ones.
_SPECIAL_TYPES: Final = (
    "premium_rate",
    "toll_free",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)

# A transform rule can make a number a little longer than its cell.
_LENGTHS: Final = range(2 * LONGEST_CELL)

_RE2_GROUPS: Final = 9


@functools.cache
def plan_of_region(region: str) -> NumberingPlan | None:
    """Compile the numbering plan of a region.

    Args:
        region: ISO 3166 code of a region that libphonenumber knows.

    Returns:
        The plan; None where it cannot be compiled exactly.

    Example:
        >>> plan_of_region("AU").calling_code
        '61'
    """
    return compiled_plan(region, PhoneMetadata.metadata_for_region(region))


@functools.cache
def plans_of_calling_code(calling_code: int) -> tuple[NumberingPlan, ...]:
    """Compile the numbering plans that share a calling code.

    Args:
        calling_code: a country calling code that libphonenumber knows.

    Returns:
        The plans in libphonenumber's order, the main one first; () where one cannot be compiled exactly.

    Example:
        >>> [plan.region for plan in plans_of_calling_code(61)]
        ['AU', 'CC', 'CX']
    """
    plans = []
    for region in phonenumbers.COUNTRY_CODE_TO_REGION_CODE[calling_code]:
        if region in phonenumbers.SUPPORTED_REGIONS:
            plan = plan_of_region(region)
        else:
            plan = compiled_plan(region, PhoneMetadata.metadata_for_nongeo_region(calling_code))
        if plan is None or plan.calling_code != str(calling_code):
            return ()
        plans.append(plan)
    return tuple(plans)


def compiled_plan(region: str, metadata: PhoneMetadata | None) -> NumberingPlan | None:
    """Compile a numbering plan.

    Args:
        region: ISO 3166 code, or "001" for a calling code that belongs to no region.
        metadata: what libphonenumber knows of it.

    Returns:
        The plan; None where there is no metadata, or it cannot be compiled exactly.
    """
    try:
        return None if metadata is None else _compile(region, metadata)
    except NotCompiledError:
        return None


def _compile(region: str, metadata: PhoneMetadata) -> NumberingPlan:
    general = metadata.general_desc
    if general is None or not general.possible_length or metadata.country_code is None:
        raise NotCompiledError(region)
    verdicts = [_length_verdict(length, general) for length in _LENGTHS]
    stripped_to = (ValidationResult.IS_POSSIBLE, ValidationResult.TOO_LONG)
    international_prefix, international_rest = _prefix(metadata.international_prefix)
    return NumberingPlan(
        region=region,
        calling_code=str(metadata.country_code),
        general=_number_desc(general),
        types=_special_types(metadata),
        fixed_line=_if_numbers(metadata.fixed_line),
        mobile=None if metadata.same_mobile_and_fixed_line_pattern else _if_numbers(metadata.mobile),
        same_mobile_and_fixed_line=metadata.same_mobile_and_fixed_line_pattern,
        length_problems=np.array(
            [PROBLEM_CODES[LENGTH_PROBLEMS.get(verdict, "unassigned")] for verdict in verdicts], dtype=np.int8
        ),
        strippable=np.array([verdict in stripped_to for verdict in verdicts]),
        too_long=np.array([verdict == ValidationResult.TOO_LONG for verdict in verdicts]),
        local_only=_length_mask(metadata.fixed_line.possible_length_local_only if metadata.fixed_line else ()),
        leading_digits=compiled(f"^(?:{metadata.leading_digits})") if metadata.leading_digits is not None else "",
        international_prefix=international_prefix,
        international_rest=international_rest,
        national_prefix=_national_prefix(metadata),
    )


def _length_verdict(length: int, desc: PhoneNumberDesc) -> int:
    """Return the `ValidationResult` of a national number's length, as `is_possible_number_with_reason` has it."""
    possible = desc.possible_length
    if length in desc.possible_length_local_only:
        return ValidationResult.IS_POSSIBLE_LOCAL_ONLY
    if length in possible:
        return ValidationResult.IS_POSSIBLE
    if length < possible[0]:
        return ValidationResult.TOO_SHORT
    return ValidationResult.TOO_LONG if length > possible[-1] else ValidationResult.INVALID_LENGTH


def _length_mask(possible: tuple[int, ...]) -> Mask:
    return np.array([length in possible for length in _LENGTHS])


def _special_types(metadata: PhoneMetadata) -> tuple[tuple[int, NumberDesc], ...]:
    descs = ((TYPE_CODES[name], _if_numbers(getattr(metadata, name))) for name in _SPECIAL_TYPES)
    return tuple((code, desc) for code, desc in descs if desc is not None)


def _if_numbers(desc: PhoneNumberDesc | None) -> NumberDesc | None:
    """Return a type's numbers; None where it has none: no pattern, or a length that no number has."""
    return _number_desc(desc) if desc is not None and desc.national_number_pattern else None


def _number_desc(desc: PhoneNumberDesc) -> NumberDesc:
    if not desc.national_number_pattern:
        raise NotCompiledError("no general pattern")
    lengths = _length_mask(desc.possible_length) if desc.possible_length else np.ones(len(_LENGTHS), dtype=bool)
    return NumberDesc(compiled(f"^(?:{desc.national_number_pattern})$"), lengths)


def _prefix(pattern: str | None) -> tuple[str, str]:
    """Return a prefix with all that follows it, and the replacement that leaves what follows."""
    if pattern is None:
        return "", ""
    groups = re.compile(pattern).groups
    if groups >= _RE2_GROUPS:
        raise NotCompiledError(pattern)
    # What follows matches anything, so the prefix is the one that is found without it.
    return compiled(f"^(?:{pattern})(.*)$"), rf"\{groups + 1}"


def _national_prefix(metadata: PhoneMetadata) -> NationalPrefix | None:
    prefix, rule = metadata.national_prefix_for_parsing, metadata.national_prefix_transform_rule
    if not prefix:
        return None
    pattern, rest = _prefix(prefix)
    if not rule:
        return NationalPrefix(pattern, rest, "", "")
    groups = re.compile(prefix).groups
    # RE2 gives the same for a group that matched nothing and one that did not match.
    if not groups or not re.fullmatch(r"(?:\d|\\\d(?!\d))*", rule) or re.fullmatch(_last_group(prefix), ""):
        raise NotCompiledError(prefix)
    return NationalPrefix(pattern, rest, rule + rest, rf"\{groups}")


def _last_group(pattern: str) -> str:
    """Return the text of a pattern's last capturing group.

    >>> _last_group(r"(?:0|90)(?:(1[245])(\\d{10}))?")
    '\\\\d{10}'
    """
    start = [opening.end() for opening in re.finditer(r"(?<!\\)\((?!\?)", pattern)][-1]
    depth = 1
    for at, character in enumerate(pattern[start:], start):
        depth += {"(": 1, ")": -1}.get(character, 0)
        if not depth:
            return pattern[start:at]
    raise NotCompiledError(pattern)
