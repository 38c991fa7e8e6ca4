"""`parse_phones` against loops that compute the same columns, of phonenumbers and of rphonenumbers, in one process.

    pip install -e '.[bench]'
    python tests/benchmarks/bench_phones.py

A loop runs over a part of the same numbers and its time is scaled up to all of them, as the table says. Ratios are of
processor time, of all threads together.
"""

import statistics
import sys
import time
from collections.abc import Callable
from functools import partial
from types import ModuleType
from typing import NamedTuple

import numpy as np
import pandas as pd
import phonenumbers
import rphonenumbers
from phonenumbers import PhoneNumberFormat

from noojee_dq.phones import parse_phones, undecided

NUMBERS = 1_000_000
LOOPED = 50_000
LEADS_OF_MANY_COUNTRIES = 100_000
ROUNDS = 5


def mobile_numbers(rng: np.random.Generator) -> pd.Series:
    """Distinct AU mobile numbers, written without spaces."""
    return "0" + _subscribers(rng)


def mixed_numbers(rng: np.random.Generator) -> pd.Series:
    """Distinct AU numbers as people write them: national, with +61 and with 0011 61; a tenth is of no use."""
    numbers = _subscribers(rng)
    spaced = numbers.str[:3] + " " + numbers.str[3:6] + " " + numbers.str[6:]
    area = pd.Series(rng.choice(["2", "3", "7", "8"], len(numbers)))
    ways = [
        (0.30, "0" + numbers),
        (0.25, "0" + spaced),
        (0.15, "(0" + area + ") " + numbers.str[1:5] + "-" + numbers.str[5:]),
        (0.10, "+61 " + spaced),
        (0.05, "0011 61 " + spaced),
        (0.05, numbers),
        (0.10, "0" + numbers.str[:1] + " " + numbers.str[4:] + numbers.str[1:3]),
    ]
    shares = np.cumsum([share for share, _ in ways])
    way = np.searchsorted(shares, rng.random(len(numbers)) * shares[-1])
    written = np.select([way == at for at in range(len(ways))], [text.to_numpy(dtype=object) for _, text in ways])
    return pd.Series(written, dtype="str")


def numbers_of_many_countries(rng: np.random.Generator) -> tuple[pd.Series, pd.Series]:
    """Numbers near the examples of 70 countries, in national and international form, and those countries."""
    regions = rng.choice(sorted(phonenumbers.SUPPORTED_REGIONS), 70, replace=False)
    forms = [PhoneNumberFormat.E164, PhoneNumberFormat.INTERNATIONAL, PhoneNumberFormat.NATIONAL]
    examples = {
        (region, form): phonenumbers.format_number(example, form)
        for region in regions
        for form in forms
        if (example := phonenumbers.example_number(region)) is not None
    }
    pairs = list(examples)
    picked = rng.integers(0, len(pairs), LEADS_OF_MANY_COUNTRIES)
    ends = rng.integers(0, 10_000, LEADS_OF_MANY_COUNTRIES)
    cells = [f"{examples[pairs[pick]][:-4]}{end:04}" for pick, end in zip(picked, ends, strict=True)]
    return pd.Series(cells, dtype="str"), pd.Series([pairs[pick][0] for pick in picked], dtype="str")


def loop(library: ModuleType, cells: list[str], regions: list[str]) -> list[object]:
    """Compute with a library alone what `parse_phones` does, but for `problem`."""
    said: list[object] = []
    for cell, region in zip(cells, regions, strict=True):
        try:
            number = library.parse(cell, region)
        except library.NumberParseException:
            said.append(None)
            continue
        said.append(
            (
                library.is_valid_number(number),
                library.format_number(number, PhoneNumberFormat.E164),
                library.number_type(number),
                library.region_code_for_number(number),
            )
        )
    return said


class Time(NamedTuple):
    """Seconds that some work takes: on the clock, and of all processors together."""

    wall: float
    processor: float


def times(work: Callable[[], object]) -> Time:
    """Return the medians of some rounds of work."""
    rounds = []
    for _ in range(ROUNDS):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        rounds.append(Time(time.perf_counter() - wall, time.process_time() - processor))
    return Time(*map(statistics.median, zip(*rounds, strict=True)))


def row(work: str, numbers: pd.Series, region: "str | pd.Series") -> dict[str, object]:
    """Measure all sides on the same numbers, and return a line of the table."""
    regions = pd.Series(region, index=numbers.index)
    # The first numbers are as good a sample as any: all are in random order.
    sample = numbers.head(LOOPED).tolist(), regions.head(LOOPED).tolist()
    fast = times(lambda: parse_phones(numbers, region))
    scale = len(numbers) / len(sample[0])
    looped, rust = (times(partial(loop, library, *sample)) for library in (phonenumbers, rphonenumbers))
    said = zip(loop(phonenumbers, *sample), loop(rphonenumbers, *sample), strict=True)
    return {
        "work": work,
        "numbers": f"{len(numbers):,}",
        "parse_phones": f"{fast.wall:.3f}",
        "its processor time": f"{fast.processor:.3f}",
        "phonenumbers": f"{looped.processor * scale:.1f}",
        "ratio": f"{looped.processor * scale / fast.processor:.0f}",
        "rphonenumbers": f"{rust.processor * scale:.2f}",
        "ratio to it": f"{rust.processor * scale / fast.processor:.1f}",
        "it differs in": f"{sum(one != other for one, other in said):,}",
        "left": f"{undecided(numbers, region).mean():.2%}",
    }


def main() -> None:
    """Print the table."""
    rng = np.random.default_rng(2026)
    rows = [
        row("AU mobiles, no spaces", mobile_numbers(rng), "AU"),
        row("AU as people write, 10 % bad", mixed_numbers(rng), "AU"),
        row("70 countries", *numbers_of_many_countries(rng)),
    ]
    sys.stdout.write(
        f"Medians of {ROUNDS}, in seconds; the loops over {LOOPED:,} of the numbers, scaled to all of them.\n"
        f"it differs in: how many of {LOOPED:,} numbers rphonenumbers {rphonenumbers.__version__} judges otherwise "
        f"than phonenumbers {phonenumbers.__version__}.\n"
        "left: the share of numbers that parse_phones leaves to phonenumbers itself.\n\n"
    )
    sys.stdout.write(pd.DataFrame(rows).set_index("work").T.to_string() + "\n")


def _subscribers(rng: np.random.Generator) -> pd.Series:
    return pd.Series(rng.choice(100_000_000, NUMBERS, replace=False) + 400_000_000).astype("str")


if __name__ == "__main__":
    main()
