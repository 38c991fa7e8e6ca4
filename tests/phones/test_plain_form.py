"""The plain form of a column is, cell for cell, what phonenumbers gives when it is asked about each."""

from time import process_time

import pandas as pd
import phonenumbers
from hypothesis import given, strategies as st
from phonenumbers import CountryCodeSource

from noojee_dq.phones import phone_verdicts
from noojee_dq.phones.cell_parser import parse_cell
from noojee_dq.phones.plain_form import plain_numbers
from noojee_dq.phones.written_marks import bare_number
from tests.examples import examples

#: Of which nobody can say for certain what is sent.
IN_DOUBT = {"several_numbers", "extension", "excel_lossy", "excel_decimal"}
#: How numbers are written, by themselves and with what is left over around them.
WRITTEN = [
    "{}", "'{}", '="{}"', "tel:{}", "{};ext=3", "{},", " x{}", "{} (home)", "Ph {}", "fax {}", "{} / ", "({})", "+{}",
    "'+{}", "'00{}", "'0011 {}", "+61 (0){}", "'+61{}", "'61{}", "M: 0{}", "{}/", "\u200b{}",
    "{} ext 4", "{}.0", "'8{}",
]  # fmt: skip
NUMBERS = [
    "0491570006", "0491 570 156", "491570157", "(02) 5550-1234", "02/5550.1234", "5550 1234", "61491570158",
    "1300 123 456", "\uff10\uff14\uff19\uff11570159", "375294911911", "80294911911", "07010 5123", "447700900123",
    "12", "", "1900 654 321",
]  # fmt: skip
CELLS = st.tuples(
    st.builds(str.format, st.sampled_from(WRITTEN), st.sampled_from(NUMBERS)),
    st.sampled_from(["AU", "AU", "GB", "BY", "IT", "US", "", "ZZ"]),
)


def by_phonenumbers(cell: str, region: str) -> str:
    parsed, bare = parse_cell(cell, region), bare_number(cell)
    if not parsed.valid or parsed.problem in IN_DOUBT or bare is None:
        return cell
    known = region if region in phonenumbers.SUPPORTED_REGIONS else None
    source = phonenumbers.parse(bare, known, keep_raw_input=True).country_code_source
    digits = phonenumbers.normalize_digits_only(bare)
    forms = [digits] if source == CountryCodeSource.FROM_DEFAULT_COUNTRY else [str(parsed.e164), f"+{digits}"]
    return next((form for form in forms if parse_cell(form, region).e164 == parsed.e164), cell)


@examples(50)
@given(st.lists(CELLS, min_size=1, max_size=40))
def test_it_is_the_form_of_each_cell(cells: list[tuple[str, str]]) -> None:
    numbers, regions = (pd.Series(side, dtype="str") for side in zip(*cells, strict=True))
    plain = plain_numbers(phone_verdicts(numbers, regions), regions).to_pylist()
    assert plain == [by_phonenumbers(*cell) for cell in cells]


def test_guarded_numbers_take_less_than_to_read_them() -> None:
    numbers = pd.Series([f"'+61491570{number:03}" for number in range(1_000)], dtype="str")
    begun = process_time()
    verdicts = phone_verdicts(numbers, "AU")
    read = process_time()
    plain = plain_numbers(verdicts, "AU").to_pylist()
    assert process_time() - read < read - begun
    assert plain == numbers.str[1:].tolist()
