"""`parse_phones` against a phonenumbers loop that computes the same columns, in one process.

    python tests/benchmarks/bench_phones.py

The loop runs over a part of the same numbers and its time is scaled up to all of them, as the table says.
"""

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd
import phonenumbers
from phonenumbers import NumberParseException, PhoneNumberFormat

from noojee_dq.phones import parse_phones, undecided

NUMBERS = 1_000_000
LOOPED = 50_000
LEADS_OF_MANY_COUNTRIES = 100_000
ROUNDS = 3


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


def loop(cells: list[str], regions: list[str]) -> None:
    """Compute with phonenumbers alone what `parse_phones` does, but for `problem`."""
    for cell, region in zip(cells, regions, strict=True):
        try:
            number = phonenumbers.parse(cell, region)
        except NumberParseException:
            continue
        phonenumbers.is_valid_number(number)
        phonenumbers.format_number(number, PhoneNumberFormat.E164)
        phonenumbers.number_type(number)
        phonenumbers.region_code_for_number(number)


def seconds(work: Callable[[], object]) -> float:
    """Return the best time of some rounds of work: what the machine can do when nobody else uses it."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def row(work: str, numbers: pd.Series, region: "str | pd.Series") -> str:
    """Measure both sides on the same numbers, and return a line of the table."""
    regions = pd.Series(region, index=numbers.index)
    # The first numbers are as good a sample as any: all are in random order.
    sample = numbers.head(LOOPED).tolist(), regions.head(LOOPED).tolist()
    looped = seconds(lambda: loop(*sample)) * len(numbers) / len(sample[0])
    fast = seconds(lambda: parse_phones(numbers, region))
    left = undecided(numbers, region).mean()
    return f"{work:<30}{len(numbers):>10,}{fast:>14.3f}{looped:>12.1f}{looped / fast:>8.0f}{left:>10.2%}\n"


def main() -> None:
    """Print the table."""
    rng = np.random.default_rng(2026)
    heading = f"{'work':<30}{'numbers':>10}{'parse_phones':>14}{'loop':>12}{'ratio':>8}{'left':>10}\n"
    sys.stdout.write(f"Best of {ROUNDS}, in seconds; the loop over {LOOPED:,} of the numbers, scaled to all of them.\n")
    sys.stdout.write("left: the share of numbers that parse_phones leaves to phonenumbers itself.\n\n")
    sys.stdout.write(heading)
    sys.stdout.write(row("AU mobiles, no spaces", mobile_numbers(rng), "AU"))
    sys.stdout.write(row("AU as people write, 10 % bad", mixed_numbers(rng), "AU"))
    sys.stdout.write(row("70 countries", *numbers_of_many_countries(rng)))


def _subscribers(rng: np.random.Generator) -> pd.Series:
    return pd.Series(rng.choice(100_000_000, NUMBERS, replace=False) + 400_000_000).astype("str")


if __name__ == "__main__":
    main()
