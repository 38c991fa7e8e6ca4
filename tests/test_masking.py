# ruff: noqa: RUF001 (digits and dashes of other scripts are what is tested)
import itertools
import re

import pandas as pd
import pytest
from hypothesis import given, strategies as st

from noojee_dq.words.masked_values import map_distinct, mask_values
from noojee_dq.words.masking import HIDDEN, mask_message, mask_phone, mask_text

_NUMBERISH = st.text(st.sampled_from("0123456789•٤４² \u00a0\u200b-–.()/+:,;TZaé\x00\n"), max_size=40)
_ANY = st.one_of(st.text(max_size=60), _NUMBERISH)


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("", ""),
        ("none", "none"),
        ("5", "5"),
        ("12345", "••••5"),
        ("123456", "••••56"),
        ("12345678", "••••••78"),
        ("123456789", "12••••789"),
        ("0412345678", "04•••••678"),
        ("(03) 9234 1234", "(03) •••• •234"),
        ("+61 412 345 678", "+61 ••• ••• 678"),
        ("412345678.0", "41•••••78.0"),
        ("4.12346E+08", "•.•••••E+08"),
        ("0412345678; 0398765432", "04••••••••; •••••••432"),
        ("０４１２３４５６７８", "０４•••••６７８"),
        ("٠٤١٢٣٤٥٦٧٨", "٠٤•••••٦٧٨"),
        ("04•••••678", "04•••••678"),
    ],
)
def test_mask_phone(text: str, masked: str) -> None:
    assert mask_phone(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("Unit 7, 12345 High St", "Unit 7, 12345 High St"),
        ("call 0412345678 now", "call 04•••••678 now"),
        ("0412 345 678", "04•• ••• 678"),
        ("0412\u00a0345\u00a0678", "04••\u00a0•••\u00a0678"),
        ("0412 - 345 - 678", "04•• - ••• - 678"),
        ("0412–345–678", "04••–•••–678"),
        ("0412\x00345\u202e678", "04••\x00•••\u202e678"),
        ("0412_345_678", "04••_•••_678"),
        ("0412    345     678", "04••    •••     678"),
        ("+61 (0)412 345 678", "+61 (•)••• ••• 678"),
        ("０４１２（３４５）６７８", "０４••（•••）６７８"),
        ("0412345678 0398765432", "04•••••••• •••••••432"),
        ("123456", "••••56"),
        ("192.168.10.100", "19•.•••.••.100"),
        ("1,234,567 leads", "1,234,567 leads"),
        ("leads_20260304.csv", "leads_••••••04.csv"),
        ("0412-34-5678", "04••-••-•678"),
        ("2026/03/04 0412345678", "20••/••/•• •••••••678"),
        ("0412345678 2026/03/04", "04•••••••• ••••/•3/04"),
        ("2026/03/041", "20••/••/041"),
        ("GMT+0491570006", "GMT+04•••••006"),
        ("GMT+491570", "GMT+••••70"),
        ("99/99/2026", "••/••/••26"),
        ("04/03/26", "••/••/26"),
    ],
)
def test_mask_text(text: str, masked: str) -> None:
    assert mask_text(text) == masked


@pytest.mark.parametrize(
    "text",
    [
        "2026/03/04 10:00",
        "2026-03-04 05:06:00",
        "2026-03-04T05:06:00+11:00",
        "2026-03-04T05:06:00Z",
        "04/03/2026",
        "2026_03_04",
        "4.3.2026",
        "from 2026/03/04 to 2026/04/05",
        "2026/03/04 - 2026/04/05",
        "checked 2026/03/04 10:00, again 2026/03/05 11:30",
        "1868-03-01",
        "GMT+000000 America/Phoenix",
        "UTC-093000",
        "1/7/1868",
        "05:06:00",
        "09:00-17:00",
    ],
)
def test_dates_and_times_stay_readable(text: str) -> None:
    assert mask_text(text) == text


@pytest.mark.parametrize(
    ("value", "masked"),
    [
        ("2026/03/04 10:00", "2026/03/04 10:00"),
        ("2026/13/45 25:00", "2026/13/45 25:00"),
        ("04/03/26 10:00", "04/03/26 10:00"),
        ("3/4/26 10am", "3/4/26 10am"),
        ("4 March 2026 10:00", "4 March 2026 10:00"),
        ("20260304 10:00", "20260304 10:00"),
        ("0412345678", "04•••••678"),
        ("0412-34-5678", "04••-••-•678"),
        ("call 0412 345 678 on 2026/03/04", "call 04•• ••• 678 on 2026/03/04"),
    ],
)
def test_callback_dates_stay_readable_right_or_wrong(value: str, masked: str) -> None:
    columns = pd.Series(["njCallBackDate"])
    assert mask_values(pd.Series([value]), columns, []).tolist() == [masked]


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("noojee-dq resume noojee-run-20260304-101112-ab12.sqlite", None),
        ("noojee-dq resume noojee-run-20260304-101112-4b12.sqlite", None),
        ("no file /data/2026/leads-20260304.csv: see leads20260304.xlsx", None),
        ("noojee-run-leads_20260304_1.sqlite", None),
        ("+20101231.csv", "+••••••31.csv"),
        ("leads_20260304-041234-5678.csv", None),
        ("leads_20260304-0412345678.csv", "leads_20••••••-•••••••678.csv"),
        ("0412345678.csv: row 7", "04•••••678.csv: row 7"),
        ("leads_20260304_0412345678.csv", "leads_20••••••_•••••••678.csv"),
        ("leads_20261304.csv", "leads_••••••04.csv"),
        ("run_20260304 of 0412345678", "run_••••••04 of 04•••••678"),
    ],
)
def test_dates_in_the_names_of_files_stay_readable_in_messages(text: str, masked: str | None) -> None:
    assert mask_message(text) == (masked or text)


def test_mask_values_masks_each_value_as_its_column_asks() -> None:
    lines = [
        ("Phone", "12345", "••••5"),
        ("njContactHours", "GMT+000000 America/Phoenix", "GMT+000000 America/Phoenix"),
        ("Postcode", "12345", "12345"),
        ("Notes", "ring 0412345678", "ring 04•••••678"),
        ("njContactHours", "Australia/Melbourne", "Australia/Melbourne"),
        ("njDisposition", "0412345678", "04•••••678"),
        ("", None, None),
        (None, "0412345678", "04•••••678"),
        ("Phone", None, None),
    ]
    columns, values, masked = (pd.Series(list(part), dtype="object") for part in zip(*lines, strict=True))
    assert mask_values(values, columns, ["Phone"]).tolist() == list(masked)


@pytest.mark.parametrize(
    ("heading", "value", "masked"),
    [
        ("Postcode", "110001", "110001"),
        ("Postcode", "2000", "2000"),
        ("postal_code", "110001.0", "110001.0"),
        ("Zip", "12345-6789", "12345-6789"),
        ("ZIP Code", "01310-100", "01310-100"),
        ("PLZ", "00-950", "00-950"),
        ("Postcode", "0491570006", "04•••••006"),
        ("Postcode", "9234 1234", "•••• ••34"),
        ("Zip phone", "0491 570 006", "04•• ••• 006"),
        ("Latitude", "-33.865143", "-33.865143"),
        ("lng", "151.2099001", "151.2099001"),
        ("X", "144.963097", "144.963097"),
        ("Latitude", "03.92341234", "03.•••••234"),
        ("Longitude", "491570006", "49••••006"),
        ("Longitude", "491.570006", "49•.•••006"),
        ("Reference", "-33.865143", "-••.••••43"),
        ("Date_1st_teacher", "1868-03-01", "1868-03-01"),
        ("Date_1st_teacher", "01/03/68", "01/03/68"),
        ("DOB", "19680301", "••••••01"),
        ("Start date", "20260304", "20260304"),
        ("Update phone", "20260304", "••••••04"),
        ("Date called", "0491570006", "04•••••006"),
    ],
)
def test_postcodes_coordinates_and_dates_stay_readable_where_heading_and_shape_say_so(
    heading: str, value: str, masked: str
) -> None:
    assert mask_values(pd.Series([value]), pd.Series([heading]), []).tolist() == [masked]
    assert mask_values(pd.Series([value]), pd.Series([heading]), [heading]).tolist() == [mask_phone(value)]


@given(
    st.sampled_from(["Postcode", "Zip", "Latitude", "X", "Date", "DOB"]),
    st.sampled_from(["0491570006", "+61491570006", "0491 570 006", "(02) 5550 1234", "02.5550.1234", "61 2 5550 1234"]),
)
def test_a_phone_number_is_masked_under_any_heading(heading: str, number: str) -> None:
    assert mask_values(pd.Series([number]), pd.Series([heading]), []).tolist() == [mask_text(number)]


def test_a_phone_column_is_masked_even_where_its_name_is_a_readable_one() -> None:
    masked = mask_values(pd.Series(["20260304"]), pd.Series(["njCallBackDate"]), ["njCallBackDate"])
    assert masked.tolist() == ["••••••04"]


def test_mask_values_keeps_the_index_and_half_characters() -> None:
    values = pd.Series(["a\udc80", "0412345678"], index=[5, 5], dtype="object")
    masked = mask_values(values, pd.Series(["x", "x"], index=[5, 5]), [])
    assert masked.index.tolist() == [5, 5]
    assert masked.tolist() == ["a\udc80", "04•••••678"]


def test_map_distinct_takes_each_distinct_value_once() -> None:
    calls = itertools.count()
    result = map_distinct(pd.Series(["a", "b", None] * 1000), lambda text: f"{text}{next(calls)}")
    assert result.tolist() == ["a0", "b1", None] * 1000


@given(_ANY)
def test_masking_keeps_length_and_changes_digits_only(text: str) -> None:
    for masked in (mask_phone(text), mask_text(text)):
        assert len(masked) == len(text)
        assert all(now == HIDDEN and old.isdigit() for old, now in zip(text, masked, strict=True) if now != old)


@given(_ANY)
def test_masking_twice_changes_nothing_more(text: str) -> None:
    assert mask_phone(mask_phone(text)) == mask_phone(text)
    assert mask_text(mask_text(text)) == mask_text(text)


@given(_ANY)
def test_a_phone_cell_shows_five_digits_at_most_and_hides_four(text: str) -> None:
    digits = sum(char.isdigit() for char in text)
    shown = sum(char.isdigit() for char in mask_phone(text))
    assert shown <= 5
    if digits >= 6 and HIDDEN not in text:
        assert digits - shown >= 4


@given(_ANY)
def test_no_run_of_six_digits_survives(text: str) -> None:
    assert not re.search(r"\d{6}", mask_text(text))
    assert not re.search(r"\d{6}", mask_phone(text))


@given(
    st.text(st.characters(exclude_categories=["Nd", "No"], exclude_characters=HIDDEN), max_size=8), st.integers(2, 9)
)
def test_a_number_is_masked_wherever_it_stands(around: str, first: int) -> None:
    number = f"04{first}2345678"
    assert number not in mask_text(f"{around}{number}{around}")
    assert number[3:7] not in mask_text(f"{around}{number}{around}")


@pytest.mark.parametrize(
    "text",
    [
        "address 203.0.113.77 is not listed",
        "no access from 203.0.113.77",
        "client: 203.0.113.77, server: 198.51.100.7",
        "203.0.113.77 is not allowed",
        "http://203.0.113.77/servicemanager",
        "203.0.113.77:8443 refused the connection",
    ],
)
def test_the_address_of_a_computer_is_no_phone_number(text: str) -> None:
    assert mask_text(text) == text


def test_the_address_of_a_server_that_cannot_be_reached_is_shown() -> None:
    assert mask_text("10.20.30.40 cannot be reached: refused") == "10.20.30.40 cannot be reached: refused"
    assert mask_text("0491.570.006 cannot be reached") == "04••.•••.006 cannot be reached"
    assert "92" not in mask_text("3.92.34.123 is a number")
