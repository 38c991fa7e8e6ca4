"""The interval tables: their boundaries are where phonenumbers changes its mind, and they never say anything else.

The default run takes some regions; `pytest -m long tests/phones/test_intervals.py` takes all, in some minutes.
"""

import itertools
import random
import re
from collections.abc import Iterator

import numpy as np
import pandas as pd
import phonenumbers
import pyarrow as pa
import pytest

from noojee_dq.phones import intervals, lookup, parse_phones
from noojee_dq.phones.automata import Automaton
from noojee_dq.phones.cell_parser import parse_cell
from noojee_dq.phones.digit_keys import POWERS, Keys, digit_keys, number_sizes, text_of_keys
from noojee_dq.phones.exact_patterns import NotCompiledError
from noojee_dq.phones.intervals import IntervalTable, international_table, national_table
from noojee_dq.phones.metadata import TYPE_CODES, plan_of_region, plans_of_calling_code
from noojee_dq.phones.national import without_national_prefix
from noojee_dq.phones.prefixes import edits
from noojee_dq.phones.problems import PROBLEMS
from noojee_dq.phones.verdicts import NONE, REGION_CODES, REGIONS
from tests.phones.test_agreement import disagreements

SUPPORTED = REGIONS[:-1]
CALLING_CODES = sorted(phonenumbers.COUNTRY_CODE_TO_REGION_CODE)

#: Their metadata is too rich: they stay on the compiled path.
WITHOUT_TABLE = {"AR", "BR", "CN", "KR", "LU"}

#: In the default run, one boundary in so many.
EVERY = {"AU": 2, "NZ": 2, "GB": 10, "DE": 20, "US": 40, "IN": 400}
EVERY_OF_CODE = {61: 2, 64: 2, 44: 10, 49: 20, 1: 40, 91: 400}


def by_table(table: IntervalTable, keys: Keys) -> list[tuple[object, ...] | None]:
    """What a table says of keys, in the terms of `parse_cell`; None where it says nothing."""
    places = table.places(keys)
    types, problems = [*TYPE_CODES, None], [*PROBLEMS, None]
    columns = zip(*(column[places].tolist() for column in columns_of(table)), keys.tolist(), strict=True)
    return [
        None
        if undecided
        else (
            f"+{key + delta}" if kind != NONE else None,
            kind != NONE,
            types[kind],
            REGIONS[region] if region != NONE else None,
            problems[problem],
        )
        for undecided, kind, region, problem, delta, key in columns
    ]


def columns_of(table: IntervalTable) -> list[np.ndarray]:
    return [table.undecided, table.type, table.region, table.problem, table.delta]


def near_boundaries(table: IntervalTable, every: int = 1) -> Keys:
    """The first key of each interval, and its neighbours."""
    keys = np.unique(table.starts[::every] + np.array([[-1], [0], [1]]))
    keys = keys[keys >= POWERS[3]]
    return keys[keys < 2 * POWERS[number_sizes(keys) - 1]]


def differences(table: IntervalTable, keys: Keys, region: str, plus: str = "") -> list[tuple[object, ...]]:
    cells = [plus + digits for digits in text_of_keys(keys).to_pylist()]
    said = zip(cells, by_table(table, keys), strict=True)
    return [(cell, got) for cell, got in said if got is not None and got != tuple(parse_cell(cell, region))]


@pytest.mark.parametrize(
    "pattern",
    [
        "^(?:4|1[3-5])$",
        r"^(?:[02-9]\d?|1(?:0|90))$",
        r"^(?:(?:0[1-9]|1)\d{1,2})$",
        "^12[0-4]",
        "^(?:(0|3)?7?(8))$",
        "^(?:)$",
        r"^\d{2}(?:0|9)$",
    ],
)
@pytest.mark.parametrize("start", ["", "1", "12"])
def test_flips_are_where_matches_begin_and_end(pattern: str, start: str) -> None:
    for size in range(4):
        matching = [
            re.match(pattern, start + "".join(digits)) is not None
            for digits in itertools.product("0123456789", repeat=size)
        ]
        flips = tuple(at for at in range(1, len(matching)) if matching[at] != matching[at - 1])
        assert Automaton(pattern).flips(start, size) == (matching[0], flips)


@pytest.mark.parametrize("pattern", ["4", "^0*$", "^(?=4)", r"^(4)\1$", "^[^4]$", "^4$5", "^a|4"])
def test_a_pattern_that_is_no_automaton_is_refused(pattern: str) -> None:
    with pytest.raises(NotCompiledError):
        Automaton(pattern)


@pytest.mark.parametrize("region", ["AU", "US", "AG", "BB", "BR", "BY", "CO", "GA", "GB", "JP", "KR", "LT", "NF", "SM"])
def test_the_edits_of_a_prefix_are_all_that_taking_it_off_can_do(region: str) -> None:
    plan = plan_of_region(region)
    assert plan is not None
    assert plan.national_prefix is not None
    prefix = plan.national_prefix
    rng = random.Random(4)  # noqa: S311 - the same numbers every time
    known = edits(prefix.pattern, prefix.rest, prefix.transformed)
    starts = ["", *(edit.taken for edit in known)]
    numbers = [rng.choice(starts) + "".join(rng.choices("0123456789", k=rng.randint(3, 11))) for _ in range(2_000)]
    left = without_national_prefix(plan, pa.array(numbers, pa.large_string())).to_pylist()
    for number, rest in zip(numbers, left, strict=True):
        possible = {edit.put + number[len(edit.taken) :] for edit in known if number.startswith(edit.taken)}
        assert rest in {number, *possible}


@pytest.mark.parametrize(
    ("region", "digits", "said"),
    [
        ("AU", "0491570006", ("+61491570006", True, "mobile", "AU", None)),
        ("AU", "491570006", ("+61491570006", True, "mobile", "AU", "lost_zero")),
        ("AU", "61491570006", ("+61491570006", True, "mobile", "AU", None)),
        ("AU", "92341234", (None, False, None, None, "no_area_code")),
        ("AU", "0891621234", ("+61891621234", True, "fixed_line", "CC", None)),
        ("AU", "001161491570006", None),  # for the table of its calling code
        ("AU", "12", None),
        ("NZ", "021123456", ("+6421123456", True, "mobile", "NZ", None)),
        ("US", "2015550123", ("+12015550123", True, "fixed_line_or_mobile", "US", None)),
        ("US", "2015550", (None, False, None, None, "no_area_code")),
        ("AG", "4601234", ("+12684601234", True, "fixed_line", "AG", None)),
        ("IT", "0236618300", ("+390236618300", True, "fixed_line", "IT", None)),
        ("GB", "1234567890123456", (None, False, None, None, "too_long")),
    ],
)
def test_what_a_table_says(region: str, digits: str, said: tuple[object, ...] | None) -> None:
    table = national_table(region)
    assert table is not None
    keys = digit_keys_of(digits)
    assert by_table(table, keys) == [said]
    assert said is None or tuple(parse_cell(digits, region)) == said


def test_cells_with_several_numbers_are_read_alike_in_a_long_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lookup, "FEWEST_CELLS", 1)
    rng = random.Random(1)  # noqa: S311 - the same cells every time
    numbers = [
        "0491570006",
        "0491 570 156",
        "(02) 5550 1234",
        "+61 491 570 157",
        "0061491570006",
        "131234",
        "491570006",
    ]
    between = [" ", "  ", "-", " - ", ".", "/", ";", "+", " + ", "(", "", " and ", "\u00a0"]
    pairs = [rng.choice(numbers) + rng.choice(between) + rng.choice([*numbers, "12345678"]) for _ in range(400)]
    assert not disagreements((cell, "AU") for cell in pairs)


def test_an_interval_whose_numbers_are_judged_differently_is_undecided(monkeypatch: pytest.MonkeyPatch) -> None:
    far_apart = digit_keys_of("0400000000", "0900000000")
    monkeypatch.setattr(intervals, "national_boundaries", lambda region: far_apart)
    table = national_table.__wrapped__("AU")
    assert table is not None
    assert by_table(table, digit_keys_of("0491570006")) == [None]


def digit_keys_of(*digits: str) -> Keys:
    return digit_keys(pa.array(digits, pa.large_string()))


@pytest.mark.parametrize("digits", ["", "0", "00000000", "12345678", "123456789", "0" * 16, "9" * 16, "1" * 17])
def test_a_key_keeps_zeros_and_length(digits: str) -> None:
    assert digit_keys_of("7" * 11, digits).tolist()[1] == (int(f"1{digits}") if len(digits) < 17 else 0)


@pytest.mark.parametrize(
    ("region", "every"),
    [
        *EVERY.items(),
        *(pytest.param(region, 1, marks=pytest.mark.long) for region in SUPPORTED),
    ],
)
def test_every_boundary_of_a_region(region: str, every: int) -> None:
    table = national_table(region)
    assert (table is None) == (region in WITHOUT_TABLE)
    if table is not None:
        assert not differences(table, near_boundaries(table, every), region)


@pytest.mark.parametrize(
    ("calling_code", "every"),
    [
        *EVERY_OF_CODE.items(),
        *(pytest.param(code, 1, marks=pytest.mark.long) for code in CALLING_CODES),
    ],
)
def test_every_boundary_of_a_calling_code(calling_code: int, every: int) -> None:
    table = international_table(calling_code)
    if table is not None:
        assert not differences(table, near_boundaries(table, every), "AU", "+")


def test_every_valid_number_fits_in_an_integer() -> None:
    for code in CALLING_CODES:
        for plan in plans_of_calling_code(code):
            longest = int(np.flatnonzero(plan.general.lengths)[-1])
            assert (code + 1) * 10**longest <= 2**63


def near_cells(seed: int, count: int, regions: list[str]) -> Iterator[tuple[str, str]]:
    """Random cells near boundaries, each with a region to read it in."""
    rng = random.Random(seed)  # noqa: S311 - the same cells every time
    # Where a region has no table of its own, the boundaries of others serve.
    tables = [table for region in regions if (table := national_table(region)) is not None]
    own = {region: national_table(region) or rng.choice(tables) for region in regions}
    codes = {region: phonenumbers.country_code_for_region(region) for region in regions}
    for _ in range(count):
        region, other = rng.choice(regions), rng.choice(regions)
        digits = str(max(1, int(rng.choice(own[region].starts)) + rng.choice([-2, -1, 0, 1, 2, 7])))[1:]
        if rng.random() < 0.3:
            at = rng.randint(0, len(digits))
            digits = digits[:at] + rng.choice(["", "0", "5", "12"]) + digits[at + rng.randint(0, 2) :]
        start = rng.choice(["", "", "", "0", "1", f"+{codes[region]}", f"{codes[region]}", "+", "00", "0011", "011"])
        start += rng.choice(["", "", "", f"{codes[other]}"])
        yield start + rng.choice(["", "", " "]) + digits + rng.choice(["", "", "", ".0"]), region


@pytest.mark.parametrize(
    ("seed", "count", "regions"),
    [
        (0, 1_500, ["AU", "NZ", "GB", "FR", "IT", "AG", "BR"]),
        *(pytest.param(seed, 250_000, SUPPORTED, marks=pytest.mark.long) for seed in (1, 2, 3)),
    ],
)
def test_random_cells_near_the_boundaries(
    seed: int, count: int, regions: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lookup, "FEWEST_CELLS", 1)
    assert not disagreements(near_cells(seed, count, list(regions)))


def test_a_long_column_is_read_by_tables() -> None:
    cells = ["0491 570 006", "+61 491 570 006", "0011 61 491570006", "491570006.0", "none", "", "0491570006 ext 4"]
    numbers = pd.Series(cells * (lookup.FEWEST_CELLS // len(cells) + 1), dtype="str")
    assert lookup.tables_for(np.full(len(numbers), REGION_CODES["AU"], dtype=np.int16)).national
    parsed = parse_phones(numbers)
    pd.testing.assert_frame_equal(parsed.head(len(cells)), parse_phones(numbers.head(len(cells))))
    assert parsed["e164"].nunique() == 1
