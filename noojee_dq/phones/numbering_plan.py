"""What is compiled of libphonenumber's metadata: the numbering plan of a region or of a calling code."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from noojee_dq.arrow.columns import Mask


@dataclass(frozen=True, eq=False)
class NumberDesc:
    """libphonenumber's `PhoneNumberDesc`: the numbers of one type.

    Args:
        pattern: what a whole national number must match.
        lengths: for each length, whether a number of this type can have it.
    """

    pattern: str
    lengths: Mask


@dataclass(frozen=True, eq=False)
class NationalPrefix:
    r"""How a national prefix, and what stands for one, is taken off.

    Args:
        pattern: a number with its prefix; the last group is what follows.
        rest: the replacement that leaves what follows.
        transformed: the replacement by the transform rule; "" = no rule.
        condition: the replacement that leaves the group which must have matched for the rule to apply.
    """

    pattern: str
    rest: str
    transformed: str
    condition: str


@dataclass(frozen=True, eq=False)
class NumberingPlan:
    """libphonenumber's `PhoneMetadata` of a region, or of a calling code that belongs to none.

    Args:
        region: ISO 3166 code, or "001" for a calling code that belongs to no region.
        calling_code: the country calling code.
        general: what every national number matches.
        types: the code of each special type, and its numbers, in the order to try them.
        fixed_line: None = the region has none.
        mobile: None = the region has none, or they cannot be told from fixed lines.
        same_mobile_and_fixed_line: they cannot be told apart.
        length_problems: for each length, the code of what is wrong with an invalid number.
        strippable: for each length, whether a number that has it without its prefix loses the prefix.
        too_long: for each length, whether it is longer than any.
        local_only: for each length, whether a fixed line without its area code can have it.
        leading_digits: pattern of the first digits that tell the region from others of its calling code;
            "" = only the types tell.
        international_prefix: pattern of what is dialled before a calling code, and of what follows it as the
            last group; "" = none.
        international_rest: the replacement that leaves what follows the international prefix.
        national_prefix: None = there is none.
    """

    region: str
    calling_code: str
    general: NumberDesc
    types: tuple[tuple[int, NumberDesc], ...]
    fixed_line: NumberDesc | None
    mobile: NumberDesc | None
    same_mobile_and_fixed_line: bool
    length_problems: npt.NDArray[np.int8]
    strippable: Mask
    too_long: Mask
    local_only: Mask
    leading_digits: str
    international_prefix: str
    international_rest: str
    national_prefix: NationalPrefix | None
