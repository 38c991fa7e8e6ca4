"""Which columns are phone columns: by heading and content together, and never by a heading alone."""

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj
from noojee_dq.phones import guess_phone_columns, phone_guesses

LEADS = 12


def repeated(*cells: str) -> list[str]:
    return [cells[at % len(cells)] for at in range(LEADS)]


MOBILES = [f"0491 570 {at:03}" for at in range(100, 100 + LEADS)]
LANDLINES = [f"(0{'2378'[at % 4]}) 5550 12{at:02}" for at in range(LEADS)]
LOCAL = [f"5550 12{at:02}" for at in range(LEADS)]
LOST_ZERO = [f"491570{at:03}.0" for at in range(LEADS)]
CUT_OFF = repeated("4.9157E+08", "4.92E+08")
TWO = [f"0491 570 {at:03} / 02 5550 12{at:02}" for at in range(10, 10 + LEADS)]
WITH_BLANK = [f"0491570{at:03} 02555012{at:02}" for at in range(10, 10 + LEADS)]
LABELLED = [f"0491 570 {at:03} (rang 12/03/2025)" for at in range(LEADS)]
FEW = ["", "", "0491 570 006", *[""] * (LEADS - 3)]
HALF_FILLED = [*MOBILES[:6], "n/a", "none", "-", "", "", "unknown"]
STAMPS = [f"2025-03-{at:02} 00:00:00" for at in range(1, 1 + LEADS)]
DATES = [f"{at:02}/03/2025" for at in range(1, 1 + LEADS)]
DOTTED = [f"{at}.3.25" for at in range(1, 1 + LEADS)]
SHORT_STAMPS = [f"{at}/3/25 9:30 am" for at in range(1, 1 + LEADS)]
ISO = [f"2025-03-{at:02}T09:30:00.000Z" for at in range(1, 1 + LEADS)]
DIGIT_DATES = [f"202611{at:02}" for at in range(1, 1 + LEADS)]
UNIX = [f"17621280{at:02}" for at in range(LEADS)]
MILLISECONDS = [f"17621280{at:02}000" for at in range(LEADS)]
SPREADSHEET_DAYS = [f"457{at:02}.520833" for at in range(LEADS)]
TIMES = repeated("10:30", "after 5pm", "9:00-17:00")
YES_NO = repeated("yes", "no")
FLAGS = repeated("0", "1")
WORDS = repeated("Mobile", "Landline")
NAMED_DAYS = repeated("12 March 2025", "Mar 5, 2025", "24 Dec 2026 9:30 pm")
PROSE = repeated("Rang 12/03/2025", "rang on 2025-03-12 at 10:30, no answer", "wants a call")
SHORT_IDS = [f"7{at:05}" for at in range(LEADS)]
LONG_IDS = [f"41000000{at:02}" for at in range(LEADS)]
LIKE_MOBILES = [f"4915700{at:02}" for at in range(LEADS)]
POSTCODES = repeated("3000", "2000")
EXTENSIONS = [f"4{at:02}" for at in range(LEADS)]
ABN = repeated("51 824 753 556", "53 004 085 616")
UNSURE = repeated("yes", "no", "0491 570 006")
EMAILS = repeated("ann@example.com", "bob@example.com")

PHONE_COLUMNS: list[tuple[str, Sequence[str]]] = [
    ("phone", LOCAL),
    ("PHONE", MOBILES),
    ("phone_number", MOBILES),
    ("phoneNumber", LOCAL),
    ("Phone Number", LANDLINES),
    ("Phone No.", LOCAL),
    ("Phone_2", MOBILES),
    ("Phone2", LOCAL),
    ("Phone (home)", LOCAL),
    ("Phone - Work", LOCAL),
    ("Phone 1 - Value", TWO),
    ("Phone numbers", WITH_BLANK),
    ("homePhone", LOCAL),
    ("homephone", LOCAL),
    ("Business phone", LABELLED),
    ("Full_Phone_No", LOCAL),
    ("Company Name Phone", LANDLINES),
    ("Account holder's phone", LOCAL),
    ("Primary Contact Mobile", MOBILES),
    ("Telephone Number 1", LOCAL),
    ("Telephone", LOCAL),
    ("Tel", LOCAL),
    ("Tel.", LANDLINES),
    ("TelNo", LOCAL),
    ("Ph", LOCAL),
    ("Ph. (W)", LOCAL),
    ("Mob.", LOST_ZERO),
    ("mobile_no", CUT_OFF),
    ("Mobile", FEW),
    ("Mobile #", HALF_FILLED),
    ("mobile phone", LIKE_MOBILES),
    ("H/P", MOBILES),
    ("HP No", MOBILES),
    ("Cell", MOBILES),
    ("Cell Phone", LOCAL),
    ("Land line", LOCAL),
    ("WhatsApp", MOBILES),
    ("Contact #", LOCAL),
    ("Contact No", LOCAL),
    ("contactNumber", LOCAL),
    ("Contact phone/email", LOCAL),
    ("Phone/Fax", LOCAL),
    ("Tel/Fax", LANDLINES),
    ("Email/Phone", MOBILES),
    ("Phone & Fax", LOCAL),
    ("Téléphone", LOCAL),
    ("Numéro de téléphone", LOCAL),
    ("Portable", LOCAL),
    ("Telefon", LOCAL),
    ("Telefonnummer", LOCAL),
    ("Rufnummer privat", LOCAL),
    ("Handy-Nr.", LOCAL),
    ("Telefono", LOCAL),
    ("Teléfono móvil", LOCAL),
    ("Celular", LOCAL),
    ("Telefoonnummer", LOCAL),
    ("Телефон", LOCAL),
    ("Τηλέφωνο", LOCAL),
    ("电话", LOCAL),
    ("联系电话", LOCAL),
    ("電話番号", LOCAL),
    ("전화번호", LOCAL),
    ("मोबाइल नंबर", LOCAL),
    ("Số điện thoại", LOCAL),
    ("ĐIỆN THOẠI", LOCAL),
    ("dien_thoai", LOCAL),
    ("SoDienThoai", LOCAL),
    ("Số di động", LOCAL),
    ("Điện thoại di động 2", MOBILES),
    ("\ufeffPhone", LOCAL),
    (" Phone ", LOCAL),
    ("Contact\nNo", LOCAL),
    ("Phone (with area code)", LANDLINES),
    ("Mobile for reminders", MOBILES),
    ("Best phone number to reach you", LOCAL),
    ("what_is_your_phone_number?", LOCAL),
    ("phones[0].value", LOCAL),
    ("Phone\u00a0No\u200b", LOCAL),
    ("\uff30\uff48\uff4f\uff4e\uff45", LOCAL),
    ("Kundentelefon", LOCAL),
    ("Numer telefonu", LOCAL),
    ("Telefon numaras\u0131", LOCAL),
    ("Tlf.", LOCAL),
    ("номер телефона", LOCAL),
    ("TEL番号", LOCAL),
    ("Callback number", MOBILES),
]

OTHER_COLUMNS: list[tuple[str, Sequence[str]]] = [
    ("phone_verified_at", STAMPS),
    ("phoneVerifiedAt", ISO),
    ("Phone", PROSE),
    ("Mobile", STAMPS),
    ("Mobile", DIGIT_DATES),
    ("Mobile", UNIX),
    ("Mobile", MILLISECONDS),
    ("Mobile", SPREADSHEET_DAYS),
    ("Mobile", YES_NO),
    ("Mobile?", FLAGS),
    ("Mobile", UNSURE),
    ("Mobile", POSTCODES),
    ("Phone", SHORT_STAMPS),
    ("Phone", NAMED_DAYS),
    ("Telephone", DOTTED),
    ("Cancelled On", STAMPS),
    ("Cancelled On", LONG_IDS),
    ("Excellent", LOCAL),
    ("Immobilie", SHORT_IDS),
    ("Contact Notes", PROSE),
    ("Contact Notes", LONG_IDS),
    ("Mobile Opt-in Date", DATES),
    ("Mobile Opt-in Date", DIGIT_DATES),
    ("Last Phoned", STAMPS),
    ("Last Phoned", UNIX),
    ("Preferred phone time", TIMES),
    ("Phone Type", WORDS),
    ("Phone Extension", EXTENSIONS),
    ("Phone 1 - Label", WORDS),
    ("Telemarketing consent", YES_NO),
    ("Mobile consent", YES_NO),
    ("Mobile consent", STAMPS),
    ("Do Not Phone", YES_NO),
    ("Do Not Phone", MOBILES),
    ("Invalid mobile", MOBILES),
    ("Opt-out phone", MOBILES),
    ("Previous mobile", MOBILES),
    ("Wrong numbers/phone", MOBILES),
    ("Cell tower id", LONG_IDS),
    ("Mobile plan id", LONG_IDS),
    ("Mobile plan id", LIKE_MOBILES),
    ("Mobile account", LIKE_MOBILES),
    ("Telstra account", LONG_IDS),
    ("Cellar door", LOCAL),
    ("Phone bill", SHORT_IDS),
    ("Hotel", LOCAL),
    ("Telegram handle", EMAILS),
    ("Fax", LOCAL),
    ("Fax number", MOBILES),
    ("Phone (Fax)", MOBILES),
    ("Telefax", LOCAL),
    ("传真", MOBILES),
    ("Audi Dongle ID", LIKE_MOBILES),
    ("Radi dong", SHORT_IDS),
    ("Melodien thoainame", SHORT_IDS),
    ("Name", WORDS),
    ("Customer ID", LIKE_MOBILES),
    ("Lead number", SHORT_IDS),
    ("Number", LONG_IDS),
    ("House number", EXTENSIONS),
    ("ABN", ABN),
    ("Business number", ABN),
    ("Postcode", POSTCODES),
    ("Date", DIGIT_DATES),
    ("Alternative", MOBILES),
    ("Mobile", [""] * LEADS),
    ("Mobile", ["n/a"] * LEADS),
]


@pytest.mark.parametrize(("heading", "cells"), PHONE_COLUMNS)
def test_a_phone_column_is_found_beside_another(heading: str, cells: Sequence[str]) -> None:
    leads = pd.DataFrame({"Tel (main)": MOBILES[::-1], heading: cells})
    assert guess_phone_columns(leads) == ["Tel (main)", heading]


@pytest.mark.parametrize(("heading", "cells"), OTHER_COLUMNS)
def test_any_other_column_is_left_out_beside_one(heading: str, cells: Sequence[str]) -> None:
    leads = pd.DataFrame({"Tel (main)": MOBILES[::-1], heading: cells}, dtype="str")
    assert guess_phone_columns(leads) == ["Tel (main)"]


@pytest.mark.parametrize(
    ("heading", "cells", "found"),
    [
        ("Contact", MOBILES, True),
        ("Alternative", LANDLINES, True),
        ("Unnamed: C", LOST_ZERO, True),
        ("Contact", LOCAL, False),
        ("Customer ID", LIKE_MOBILES, False),
        ("Fax", MOBILES, False),
        ("Registered", UNIX, False),
        ("Registered", DIGIT_DATES, False),
        ("Notes", PROSE, False),
    ],
)
def test_without_a_heading_good_numbers_make_a_phone_column(heading: str, cells: Sequence[str], *, found: bool) -> None:
    leads = pd.DataFrame({"Name": WORDS, heading: cells})
    assert guess_phone_columns(leads) == ([heading] if found else [])


@pytest.mark.parametrize(
    ("leads", "columns"),
    [
        ({"Name": ["Ann"], "Mobile": ["0491 570 006"], "Home phone": ["03 5550 1234"]}, ["Mobile", "Home phone"]),
        ({"Phone": ["03 5550 1234"], "Fax": ["03 5550 1235"]}, ["Phone"]),
        ({"Telefon": ["030 901820"], "Mobil": ["0171 1234567"], "Immobilie": ["1234567"]}, ["Telefon", "Mobil"]),
        ({"Ref": ["A1"], "Contact": ["0491 570 006"]}, ["Contact"]),
        ({"Phone": ["n/a"], "Contact": ["0491 570 006"]}, ["Contact"]),
        ({"Name": ["Ann"], "Postcode": ["3000"]}, []),
        ({"Phone": []}, ["Phone"]),
    ],
)
def test_phone_columns_are_guessed_by_heading_or_content(leads: dict[str, list[str]], columns: list[str]) -> None:
    assert guess_phone_columns(pd.DataFrame(leads, dtype="str")) == columns


@pytest.mark.parametrize(
    ("region", "cells", "found"),
    [
        # Numbers of Denmark and Germany whose digits make a date, or a time stamp, as well.
        ("DK", DIGIT_DATES, True),
        ("DE", [f"17112345{at:02}" for at in range(LEADS)], True),
        ("DK", DATES, False),
        ("DK", STAMPS, False),
    ],
)
def test_digits_of_a_date_are_a_number_where_the_country_has_such_numbers(
    region: str, cells: Sequence[str], *, found: bool
) -> None:
    assert guess_phone_columns(pd.DataFrame({"Telefon": cells}), region) == (["Telefon"] if found else [])


def test_headings_alone_decide_where_there_is_no_lead() -> None:
    headings = ["Name", "Phone", "Phone Type", "Fax", "mobileNo", "Cancelled On"]
    assert guess_phone_columns(pd.DataFrame(columns=headings, dtype="str")) == ["Phone", "mobileNo"]


def test_an_update_that_keeps_the_stored_numbers_has_its_phone_columns() -> None:
    leads = pd.DataFrame({"Phone": ["<No Change>"] * 3, "Name": ["Ann", "Bob", "Cyd"]})
    assert guess_phone_columns(leads) == ["Phone"]


def test_nobody_is_a_duplicate_by_a_time_stamp() -> None:
    leads = pd.DataFrame(
        {
            "Name": ["Ann", "Bob", "Cyd"],
            "Phone": ["0491 570 006", "0491 570 156", ""],
            "Cancelled On": ["2025-03-01", "2025-03-01", "2025-03-02"],
            "phone_verified_at": ["2025-03-01 00:00:00"] * 3,
        }
    )
    report = nj.check(leads, nj.Campaign(phone_fields=guess_phone_columns(leads)))
    assert report.annotated["dq_codes"].tolist() == ["", "", "102"]


OFFICE = "02 5550 1000"


@pytest.mark.parametrize(
    ("cells", "shared"),
    [
        ([OFFICE] * 10 + [f"0491 570 {at:03}" for at in range(80)], True),
        # A tenth is not more than a tenth.
        ([OFFICE] * 10 + [f"0491 570 {at:03}" for at in range(90)], False),
        # A household, or a short file: too few leads to say anything.
        ([OFFICE] * 9, False),
        ([OFFICE, OFFICE, "0491 570 006"], False),
        # However it is written, and without area code.
        (["02 5550 1000", "(02) 55501000"] * 6 + MOBILES, True),
        (["5550 1000"] * 20 + LOCAL, True),
        # What people type who have no number.
        (["0000000000"] * 40 + MOBILES * 4, False),
        (["0400 000 000"] * 40 + [f"0491 570 {at:03}" for at in range(40)], False),
    ],
)
def test_the_number_of_a_head_office_is_left_to_the_person(cells: Sequence[str], *, shared: bool) -> None:
    leads = pd.DataFrame({"Office phone": cells, "Mobile": [f"0491 571 {at:03}" for at in range(len(cells))]})
    guess = phone_guesses(leads)[0]
    assert (guess.heading, guess.doubtful, guess.guessed) == ("Office phone", shared, not shared)
    assert ("head office" in guess.reason) == shared


def test_reasons_are_given_for_what_was_guessed_and_for_what_nearly_was() -> None:
    leads = pd.DataFrame(
        {
            "Name": WORDS,
            "Phone": LOCAL,
            "Copy of phone": LOCAL,
            "Phone since": STAMPS,
            "Alternative": MOBILES,
            "Mobile": [""] * LEADS,
            "Mobile OK": YES_NO,
            "Mobile ok since": LONG_IDS,
            "Fax": LOCAL,
            "Cell": UNSURE,
        }
    )
    assert {guess.heading: guess.reason for guess in phone_guesses(leads)} == {
        "Phone": "100% of its filled cells read as numbers",
        "Copy of phone": "100% of its filled cells read as numbers; the same numbers as Phone",
        "Phone since": "dates or times",
        "Alternative": "phone numbers, but its heading does not say so",
        "Mobile": "empty",
        "Mobile ok since": "its heading leaves it open, and 0% of its filled cells are good numbers",
        "Fax": "its heading says that these are no phone numbers",
        "Cell": "33.3% of its filled cells read as numbers",
    }


def test_a_number_column_of_a_frame_reads_as_text() -> None:
    leads = pd.DataFrame({"Mobile": [491570006.0, None, 491570156.0], "Phone": [4.9157e8, None, None], "At": pd.NaT})
    assert guess_phone_columns(leads) == ["Mobile", "Phone"]


#: The real files of `tests/test_real_files.py`.
REAL_FILES = {
    "au_libraries.csv": ["phone"],
    "nsw_schools.csv": ["Phone"],
    "vic_libraries_preamble.csv": ["Phone"],
    "vic_schools.csv": ["Full_Phone_No"],
    "au_hospitals_cr.csv": ["Phone number"],
    "shops_73_countries.csv": ["Phone Number"],
}


@pytest.mark.parametrize("name", REAL_FILES)
def test_the_phone_columns_of_real_files(shared_data: Path, name: str) -> None:
    assert guess_phone_columns(nj.read_leads(shared_data / name)) == REAL_FILES[name]


@given(st.dictionaries(st.text(max_size=30), st.lists(st.text(max_size=30), min_size=3, max_size=3), max_size=4))
def test_any_frame_gets_a_guess(columns: dict[str, list[str]]) -> None:
    leads = pd.DataFrame(columns)
    try:
        guesses = phone_guesses(leads)
    except nj.LeadsError:  # two headings that are the same as text
        return
    assert {guess.heading for guess in guesses} <= set(leads.columns)
    assert all(guess.reason for guess in guesses)


@pytest.mark.parametrize("word", ["phone", "s", "alt", "telefon", "homephone", "in", "opt out ", "a/", "Aa"])
def test_no_heading_takes_long(word: str) -> None:
    leads = pd.DataFrame({word * 50: MOBILES, (word * 50)[:99]: MOBILES, word * 50_000: MOBILES})
    assert phone_guesses(leads)
