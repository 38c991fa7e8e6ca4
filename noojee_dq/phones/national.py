"""The national (significant) number: what is left when the national prefix is taken off."""

from typing import Any

import pyarrow.compute as pc

from noojee_dq.arrow.columns import lengths, matches, replaced, rewritten, selected
from noojee_dq.phones.numbering_plan import NumberingPlan


def national_numbers(plan: NumberingPlan, numbers: Any) -> Any:
    """Return national numbers without their national prefix, where they are long enough without it.

    Args:
        plan: the plan to read them by.
        numbers (pyarrow.LargeStringArray): digits without calling code.

    Example:
        >>> import pyarrow as pa
        >>> from noojee_dq.phones.metadata import plan_of_region
        >>> national_numbers(plan_of_region("AU"), pa.array(["0491570006", "0491"], pa.large_string())).to_pylist()
        ['491570006', '0491']
    """
    stripped = without_national_prefix(plan, numbers)
    if stripped is numbers:
        return numbers
    taken = plan.strippable[lengths(stripped)]
    return replaced(numbers, taken, selected(stripped, taken)) if taken.any() else numbers


def without_national_prefix(plan: NumberingPlan, numbers: Any) -> Any:
    """Return numbers without their national prefix, but for those that fit the region with it alone.

    The transform rule, where there is one, puts back what the writer left out, such as an area code.
    """
    prefix = plan.national_prefix
    if prefix is None:
        return numbers
    stripped = rewritten(numbers, prefix.pattern, prefix.rest)
    # A prefix may match nothing, which changes nothing.
    begins = lengths(stripped) < lengths(numbers)
    if not begins.any():
        return numbers
    whole, rest = selected(numbers, begins), selected(stripped, begins)
    if prefix.transformed:
        applies = pc.not_equal(rewritten(whole, prefix.pattern, prefix.condition), "")
        rest = pc.if_else(applies, rewritten(whole, prefix.pattern, prefix.transformed), rest)
    fits = matches(whole, plan.general.pattern)
    if fits.any():
        fits[fits] = ~matches(selected(rest, fits), plan.general.pattern)
        rest = replaced(rest, fits, selected(whole, fits)) if fits.any() else rest
    return replaced(numbers, begins, rest)
