"""Made-up phone numbers for pandera's data generation (`schema.strategy()`, `schema.example()`)."""

from typing import TYPE_CHECKING, Any

import phonenumbers

from noojee_dq.errors import CampaignError

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_FORMATS = (
    phonenumbers.PhoneNumberFormat.E164,
    phonenumbers.PhoneNumberFormat.NATIONAL,
    phonenumbers.PhoneNumberFormat.INTERNATIONAL,
)


def dialable_numbers(
    pandera_dtype: object, strategy: "SearchStrategy[Any] | None" = None, *, region: str = "AU"
) -> "SearchStrategy[Any]":
    """Numbers that can be dialled, as people write them.

    Args:
        pandera_dtype: of the column; the numbers are text.
        strategy: that of another check of the column: those of its values that can be dialled are drawn.
        region: ISO code of the country of the numbers.

    Returns:
        A strategy of text.

    Example:
        >>> from noojee_dq.phones import parse_phones
        >>> import pandera.pandas as pa, pandas as pd
        >>> column = pa.Column(str, pa.Check.dialable(region="NZ"), name="Tel")
        >>> bool(parse_phones(column.example(size=3)["Tel"], region="NZ")["valid"].all())
        True
    """
    # hypothesis is no dependency: pandera too imports it only where data is generated.
    from hypothesis import strategies

    if strategy is not None:
        return strategy.filter(lambda text: _is_dialable(text, region))
    start = _mobile_example(region)[:-4]
    return strategies.builds(
        lambda end, form: phonenumbers.format_number(phonenumbers.parse(f"{start}{end:04}", region), form),
        strategies.integers(0, 9999),
        strategies.sampled_from(_FORMATS),
    ).filter(lambda text: _is_dialable(text, region))


def _mobile_example(region: str) -> str:
    example = phonenumbers.example_number_for_type(region, phonenumbers.PhoneNumberType.MOBILE)
    if example is None:
        raise CampaignError(f"no mobile number of {region!r} is known to draw numbers from: give the column a strategy")
    return phonenumbers.national_significant_number(example)


def _is_dialable(text: object, region: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(str(text), region))
    except phonenumbers.NumberParseException:
        return False
