"""Not one disagreement with phonenumbers: over its own examples, random strings near its metadata, and real cells.

The default run takes a slice; `pytest -m long tests/phones` takes everything, in some minutes.
"""

import os
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pandas as pd
import phonenumbers
import pytest
from phonenumbers import NumberParseException, PhoneMetadata, PhoneNumber, PhoneNumberFormat, PhoneNumberType

from noojee_dq.leads import read_leads
from noojee_dq.phones import parse_phones
from noojee_dq.phones.cell_parser import parse_cell, without_words_behind

REAL = Path(os.environ.get("NOOJEE_SHARED_DATA", Path(__file__).parents[3] / "shared" / "data"))
REGIONS = sorted(phonenumbers.SUPPORTED_REGIONS)
NON_GEOGRAPHIC = sorted(phonenumbers.COUNTRY_CODES_FOR_NON_GEO_REGIONS)
TYPES = {value: name.lower() for name, value in vars(PhoneNumberType).items() if name.isupper()}
FORMS = ["E164", "INTERNATIONAL", "NATIONAL", "RFC3966"]
COLUMNS = ["e164", "valid", "type", "region", "problem"]

Row = tuple[object, ...]


def by_phonenumbers(cell: str, region: str) -> Row:
    """The columns of one cell; `problem` is our own, so the code for a single cell says what it must be."""
    problem = parse_cell(cell, region).problem
    try:
        given = without_words_behind(cell, region)
        number = phonenumbers.parse(given, region if region in phonenumbers.SUPPORTED_REGIONS else None)
    except NumberParseException:
        return None, False, None, None, problem
    if not phonenumbers.is_valid_number(number):
        return None, False, None, None, problem
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    kind = TYPES[phonenumbers.number_type(number)]
    return e164, True, kind, phonenumbers.region_code_for_number(number), problem


def disagreements(cells: Iterable[tuple[str, str]]) -> list[tuple[str, str, Row, Row]]:
    """Cells, each with a region to read it in, for which the column and phonenumbers differ."""
    distinct = list(dict.fromkeys(cells))
    numbers, regions = (pd.Series(side, dtype="str") for side in zip(*distinct, strict=True))
    parsed = parse_phones(numbers, regions)[COLUMNS].astype(object)
    rows = parsed.where(parsed.notna(), None).itertuples(index=False, name=None)
    expected = (by_phonenumbers(*cell) for cell in distinct)
    return [(*cell, got, want) for cell, got, want in zip(distinct, rows, expected, strict=True) if got != want]


def examples() -> Iterator[tuple[str, PhoneNumber | None]]:
    """Every region and type's example number and an invalid one, each with its region."""
    for region in REGIONS:
        for kind in TYPES:
            yield region, phonenumbers.example_number_for_type(region, kind)
        yield region, phonenumbers.invalid_example_number(region)
    for calling_code in NON_GEOGRAPHIC:
        yield "AU", phonenumbers.example_number_for_non_geo_entity(calling_code)


@pytest.mark.parametrize(
    ("forms", "wrong_regions"), [(["NATIONAL"], 0), pytest.param(FORMS, 30, marks=pytest.mark.long)]
)
def test_the_examples_of_the_metadata(forms: list[str], wrong_regions: int) -> None:
    rng = random.Random(1)  # noqa: S311 - the same cells every time
    cells = [
        (phonenumbers.format_number(number, getattr(PhoneNumberFormat, form)), default)
        for region, number in examples()
        if number is not None
        for form in forms
        for default in (region, "", *rng.sample(REGIONS, wrong_regions))
    ]
    assert not disagreements(cells)


ATOM = re.compile(r"\(\?:|\(|\\d|\[[^\]]*\]|.")
QUANTIFIER = re.compile(r"\?|\{(\d+)(?:,(\d+))?\}|")


def digits_like(pattern: str, rng: random.Random) -> str:
    """Random digits that one of the metadata's patterns matches."""
    return _alternatives(pattern, 0, rng)[0]


def _alternatives(pattern: str, at: int, rng: random.Random) -> tuple[str, int]:
    branches = [""]
    while at < len(pattern) and pattern[at] != ")":
        if pattern[at] == "|":
            branches.append("")
            at += 1
            continue
        start, (_, end) = at, _atom(pattern, at, rng)
        quantifier = QUANTIFIER.match(pattern, end)
        assert quantifier
        at = quantifier.end()
        least, most = quantifier.groups() if quantifier[1] else ("0" if quantifier[0] else "1", "1")
        for _ in range(rng.randint(int(least), int(most or least))):
            branches[-1] += _atom(pattern, start, rng)[0]
    return rng.choice(branches), at


def _atom(pattern: str, at: int, rng: random.Random) -> tuple[str, int]:
    atom = ATOM.match(pattern, at)
    assert atom
    if atom[0].startswith("("):
        text, at = _alternatives(pattern, atom.end(), rng)
        return text, at + 1
    if atom[0] == "$":
        return "", atom.end()
    members = "0-9" if atom[0] == r"\d" else atom[0].strip("[]")
    members = re.sub(r"(\d)-(\d)", lambda ends: "".join(map(str, range(int(ends[1]), int(ends[2]) + 1))), members)
    return rng.choice(members), atom.end()


def national_number(metadata: PhoneMetadata, rng: random.Random) -> str:
    """Digits that are, or nearly are, a national number."""
    descs = [getattr(metadata, name) for name in ("general_desc", *TYPES.values()) if hasattr(metadata, name)]
    desc = rng.choice([desc for desc in descs if desc is not None and desc.national_number_pattern])
    number = digits_like(desc.national_number_pattern, rng)
    local = metadata.general_desc.possible_length_local_only if metadata.general_desc else ()
    change = rng.random()
    if change < 0.08:
        return number[:-1]
    if change < 0.16:
        return number + rng.choice("0123456789")
    if change < 0.28 and (example := desc.example_number):
        return str(example[: rng.randint(1, len(example))] + number[4:])
    return number[-rng.choice(local) :] if local and change < 0.33 else number


def with_prefix(number: str, metadata: PhoneMetadata, home: PhoneMetadata, rng: random.Random) -> str:
    """A number as it is dialled, or as people think that it is."""
    code = str(metadata.country_code)
    trunk = digits_like(metadata.national_prefix_for_parsing or "0", rng)
    abroad = digits_like(home.international_prefix or "00", rng)
    starts = ["", "", "", metadata.national_prefix or "0", trunk, code, code + trunk, str(home.country_code)]
    starts += [f"+{code}", f"+{code}", f"+{code}{trunk}", f"++{code}", f"+0{code}", f"+{abroad}{code}", f"+{trunk}"]
    starts += [f"{abroad}{code}", f"{abroad}{code}", f"{abroad}{code}0", f"{abroad}0{code}", f"00{code}", f"0011{code}"]
    starts += [str(rng.randint(0, 999)), f"+{rng.randint(0, 999)}"]
    cut = rng.randint(0, 4) if rng.random() < 0.05 else 99
    return rng.choice(starts) + number[:cut]


def as_written(number: str, rng: random.Random) -> str:
    """A number with what people put between, before and behind its digits."""
    if rng.random() < 0.4:
        marks = rng.choice([" ", "- ", ".", "()", " -.()[]\u00a0\u2013", "-x/~", " \t", "-"])
        number = "".join(digit + (rng.choice(marks) if rng.random() < 0.25 else "") for digit in number)
    if rng.random() < 0.1:
        number = rng.choice(["(", "Tel: ", "tel:", " ", "\u00a0", "(0)", "p", "=", "'"]) + number
    if rng.random() < 0.06:
        ends = [" ext 5", " x12", "#4", ";ext=12", ",,3", "/", "; ", " or ", ".0", ".00", ",0", ".5", "E+08", " ", "A"]
        number += rng.choice([*ends, "0" * 28, "." + "0" * 60]) + rng.choice(["", "", number])
    if rng.random() < 0.02:
        number = "".join(chr(ord(digit) + 0xFEE0) if digit.isdigit() else digit for digit in number)
    if rng.random() < 0.02:
        at = rng.randint(0, len(number))
        number = number[:at] + rng.choice(["A", "abc", "x", "+", "*", "#", "~", ":", "\n", "\u0661"]) + number[at:]
    return number


def near_metadata(seed: int, count: int) -> Iterator[tuple[str, str]]:
    """Random cells, each with a region to read it in: mostly its own, else another, an unknown one, or none."""
    rng = random.Random(seed)  # noqa: S311 - the same cells every time
    for _ in range(count):
        region = rng.choice(REGIONS)
        metadata = PhoneMetadata.metadata_for_region(region)
        if rng.random() < 0.04:
            metadata = PhoneMetadata.metadata_for_nongeo_region(rng.choice(NON_GEOGRAPHIC))
        home = rng.choice([region, region, region, rng.choice(REGIONS)])
        home_metadata = PhoneMetadata.metadata_for_region(home)
        assert metadata is not None
        assert home_metadata is not None
        number = with_prefix(national_number(metadata, rng), metadata, home_metadata, rng)
        yield as_written(number, rng), rng.choice(["", "ZZ", "001"]) if rng.random() < 0.06 else home


@pytest.mark.parametrize(
    ("seed", "cells"), [(0, 300), *(pytest.param(seed, 22_000, marks=pytest.mark.long) for seed in range(25))]
)
def test_random_cells_near_the_metadata(seed: int, cells: int) -> None:
    assert not disagreements(near_metadata(seed, cells))


@pytest.mark.skipif(not REAL.is_dir(), reason="the folder ../shared/data of real files is not here")
@pytest.mark.parametrize("most", [300, pytest.param(None, marks=pytest.mark.long)])
@pytest.mark.parametrize(
    ("name", "headings", "country"),
    [
        ("au_libraries.csv", ["phone"], None),
        ("nsw_schools.csv", ["Phone", "Fax", "Operational_directorate_office_phone"], None),
        ("vic_libraries_preamble.csv", ["Phone"], None),
        ("vic_schools.csv", ["Full_Phone_No"], None),
        ("au_hospitals_cr.csv", ["Phone number"], None),
        ("shops_73_countries.csv", ["Phone Number"], "Country"),
    ],
)
def test_real_cells(name: str, headings: list[str], country: str | None, most: int | None) -> None:
    leads = read_leads(REAL / name)
    regions = leads[country] if country else pd.Series("AU", index=leads.index)
    cells = [cell for heading in headings for cell in dict.fromkeys(zip(leads[heading], regions, strict=True))]
    assert not disagreements(cells[:most])
