"""Numbers that somebody typed to fill a cell are told from all others, those kept for fiction above all."""

import numpy as np
import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.phones.placeholders import looks_made_up

#: Beginning and number of further digits of ranges that no one is given: ACMA's, Ofcom's for drama, and 555-01xx.
FICTION = (
    *(f"61{area}{block}" for area in "2378" for block in ("5550", "7010")),
    *("44207946", "441632960", "447700900", "442896496", "442920180", "443069990", "448081570", "449098790"),
    *(f"44{city}496" for city in ("113", "114", "115", "116", "117", "118", "121", "131", "141", "151", "161")),
    *(f"1{area}55501" for area in range(201, 1000, 7)),
    *("44191498", "6118009757", "6113009757", "6149157"),
)
_LENGTHS = {"1": 11, "44": 12, "61": 11}


def _range(beginning: str) -> np.ndarray:
    country = next(code for code in ("61", "44", "1") if beginning.startswith(code))
    length = 12 if beginning.startswith(("6118", "6113")) else _LENGTHS[country]
    further = length - len(beginning)
    return int(beginning) * 10**further + np.arange(min(10**further, 1000))


def test_no_number_kept_for_fiction_looks_made_up() -> None:
    numbers = np.concatenate([_range(beginning) for beginning in FICTION])
    numbers = np.append(numbers, [61491570006, 61491570156, 61491570157, 61491570158, 61491570159, 61491570110])
    assert numbers[looks_made_up(numbers)].tolist() == []


@pytest.mark.parametrize(
    ("cell", "made_up"),
    [
        *((cell, True) for cell in ("0400 000 000", "0411 111 111", "0499999999", "+61 400 000 000", "02 9999 9999")),
        *((cell, True) for cell in ("0000000000", "1111111111", "99999999", "0000000")),
        *((cell, True) for cell in ("0412 345 678", "1234567890", "0123456789", "9876543210", "(03) 9123 4567")),
        *((cell, True) for cell in ("0498 765 432", "0400 123 456", "0400 654 321", "12345678")),
        *((cell, True) for cell in ("0412 121 212", "123123123", "1010101010", "0404040404")),
        # Numbers of a hospital and a school, of companies that chose them, and others that people have.
        *((cell, False) for cell in ("07 4744 4444", "03 5023 4567", "1300 222 222", "1800 000 000", "13 33 33")),
        *((cell, False) for cell in ("0491 570 006", "02 5550 0000", "02 7010 9876", "0412 345 679", "(02) 9382 1111")),
        *((cell, False) for cell in ("", "none", "12345", "111111", "9" * 30)),
    ],
)
def test_a_number_by_its_digits(cell: str, made_up: bool) -> None:
    report = nj.check(pd.DataFrame({"Phone": [cell]}), nj.Campaign(phone_fields=["Phone"]))
    assert ("placeholder-number" in report.findings["check"].tolist()) == made_up


def test_hardly_any_number_at_random_looks_made_up() -> None:
    numbers = np.random.default_rng(1).integers(61400000000, 61500000000, 1_000_000)
    assert looks_made_up(numbers).sum() < 20
