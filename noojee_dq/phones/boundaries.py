"""Where, in the order of keys, the judgement of a number can change: every boundary, and some that are none.

A judgement asks patterns whether they match a number, and what is left of it when prefixes are taken off. Each answer
is the same for all keys between two boundaries of its pattern, so all of them are between two of all boundaries.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np
import phonenumbers

from noojee_dq.phones.automata import automaton
from noojee_dq.phones.digit_keys import MOST_KEY_DIGITS, POWERS, Keys
from noojee_dq.phones.exact_patterns import NotCompiledError
from noojee_dq.phones.metadata import plan_of_region, plans_of_calling_code
from noojee_dq.phones.numbering_plan import NationalPrefix, NumberingPlan
from noojee_dq.phones.prefixes import PrefixEdit, edits, ways_of_matching
from noojee_dq.phones.written_forms import WrittenForm, written_forms

# Beyond this, the table of a region costs more than most columns give back.
_MOST_BOUNDARIES: Final = 250_000
_MOST_READINGS: Final = 20_000

_AS_IT_IS: Final = PrefixEdit("", "")

# A format whose first match takes as many digits as it can: all of a number that it fits.
_GREEDY: Final = r"(?:\(\\d(?:\{\d+(?:,\d+)?\})?\))+"


def national_boundaries(region: str) -> Keys:
    """Return the boundaries of numbers that are written without plus sign, in one region.

    Raises:
        NotCompiledError: there are too many, or they cannot be found.

    Example:
        >>> 10400000000 in national_boundaries("AU")
        True
    """
    plan = plan_of_region(region)
    if plan is None:
        raise NotCompiledError(region)
    code = int(plan.calling_code)
    plans = _plans(code)
    at_home = _read(_AS_IT_IS, _prefix_edits(plan))
    patterns = _patterns_of_code(code) | set(_prefix_ways(plan.national_prefix))
    parts = [_boundaries(patterns, at_home | _with_own_code(plan, plans[0]))]
    if plan.international_prefix:
        abroad = edits(plan.international_prefix, plan.international_rest)
        parts.append(_boundaries(set(ways_of_matching(plan.international_prefix)), {_AS_IT_IS}))
        parts.append(_boundaries({"^0"}, abroad))
    return np.unique(np.concatenate(parts))


def international_boundaries(calling_code: int) -> Keys:
    """Return the boundaries of numbers that begin with a calling code, after a plus sign or an international prefix.

    Raises:
        NotCompiledError: there are too many, or they cannot be found, or what was before the calling code matters.

    Example:
        >>> 161400000000 in international_boundaries(61)
        True
    """
    plan, *_ = _plans(calling_code)
    put_back = max((len(edit.put) - len(edit.taken) for edit in _prefix_edits(plan)), default=0)
    more_digits = max((form.more_digits or 0 for form in _plain_forms(calling_code)), default=0)
    # Else the digits of a cell could be those of the national form, but for a zero, in spite of the calling code.
    if len(plan.calling_code) + 1 - max(put_back, 0) <= more_digits:
        raise NotCompiledError(str(calling_code))
    return _boundaries(_patterns_of_code(calling_code), _read(PrefixEdit(plan.calling_code, ""), _prefix_edits(plan)))


def _plans(calling_code: int) -> tuple[NumberingPlan, ...]:
    plans = plans_of_calling_code(calling_code) if calling_code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE else ()
    if not plans:
        raise NotCompiledError(str(calling_code))
    return plans


def _patterns_of_code(calling_code: int) -> set[str]:
    """Return the patterns that a number is asked for when its calling code is known."""
    plans = _plans(calling_code)
    descs = [
        desc
        for plan in plans
        for desc in (plan.general, plan.fixed_line, plan.mobile, *(desc for _, desc in plan.types))
        if desc is not None
    ]
    forms = _plain_forms(calling_code)
    return {
        *(desc.pattern for desc in descs),
        *filter(None, (plan.leading_digits for plan in plans)),
        *filter(None, (pattern for form in forms for pattern in (form.leading_digits, form.whole))),
        *_prefix_ways(plans[0].national_prefix),
    }


def _plain_forms(calling_code: int) -> tuple[WrittenForm, ...]:
    """Return the formats, which put digits before a number only: whether it lost a zero is then one of boundaries."""
    forms = written_forms(calling_code)
    if forms is None or not all(map(_is_plain, forms)):
        raise NotCompiledError(f"formats of {calling_code}")
    return forms


def _is_plain(form: WrittenForm) -> bool:
    in_order = "".join(f"\\{group}" for group in range(1, re.compile(form.pattern).groups + 1))
    return re.fullmatch(_GREEDY, form.pattern) is not None and re.sub(r"^\d*", "", form.digits) == in_order


def _prefix_ways(prefix: NationalPrefix | None) -> list[str]:
    return ways_of_matching(prefix.pattern) if prefix is not None else []


def _prefix_edits(plan: NumberingPlan) -> set[PrefixEdit]:
    prefix = plan.national_prefix
    return edits(prefix.pattern, prefix.rest, prefix.transformed) if prefix is not None else set()


def _with_own_code(plan: NumberingPlan, main: NumberingPlan) -> set[PrefixEdit]:
    """Return the ways to read a number that begins with its calling code: both plans take off their prefixes."""
    first, second = _prefix_edits(plan), _prefix_edits(main)
    if len(first) * len(second) > _MOST_READINGS:
        raise NotCompiledError(f"prefixes of {plan.region}")
    return {twice for once in _read(PrefixEdit(plan.calling_code, ""), first) for twice in _read(once, second)}


def _read(start: PrefixEdit, prefixes: Iterable[PrefixEdit]) -> set[PrefixEdit]:
    """Return the ways to read a number after an edit: as it is, and after each prefix that may follow."""
    return {start, *filter(None, map(start.then, prefixes))}


def _boundaries(patterns: set[str], readings: set[PrefixEdit]) -> Keys:
    parts: list[Keys] = []
    total = 0
    for part in _parts(patterns, readings):
        parts.append(part)
        total += len(part)
        if total > _MOST_BOUNDARIES:
            raise NotCompiledError("too many boundaries")
    return np.unique(np.concatenate(parts))


def _parts(patterns: set[str], readings: set[PrefixEdit]) -> Iterator[Keys]:
    for put in sorted({edit.put for edit in readings}):
        starts = [edit.taken for edit in readings if edit.put == put]
        for size in range(MOST_KEY_DIGITS + 1):
            flips = [automaton(pattern).flips(put, size).at for pattern in patterns]
            own = np.array(sorted({0, POWERS[size], *(at for some in flips for at in some)}), dtype=np.int64)
            for start in starts:
                if len(start) + size <= MOST_KEY_DIGITS:
                    yield int(f"1{start}") * POWERS[size] + own
