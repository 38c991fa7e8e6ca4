"""Parts are worked on while others are being made, and what becomes of them is known at once."""

from collections.abc import Iterator
from pathlib import Path

import pytest

import noojee_dq as nj
from noojee_dq.checks import CHECKS
from noojee_dq.checks.base import Check
from noojee_dq.errors import CheckCrashedError
from noojee_dq.large.workers import workers_of

#: More than can be made while the first is worked on.
MANY = 100_000


def _divided(by: int, part: int) -> float:
    return part / by


@pytest.mark.parametrize("by", [0, 1])
def test_no_result_or_error_waits_for_all_parts_to_be_made(by: int) -> None:
    made: list[int] = []

    def parts() -> Iterator[int]:
        for part in range(MANY):
            made.append(part)
            yield part

    results = workers_of("duckdb").map(_divided, by, parts())
    if by:
        assert next(results) == 0
    else:
        with pytest.raises(ZeroDivisionError):
            next(results)
    assert len(made) < MANY
    assert by == 0 or list(results) == list(range(1, MANY))


def test_a_check_that_crashes_in_the_first_part_ends_before_the_last_is_read(tmp_path: Path) -> None:
    # Of the second file it is found out only when it is read.
    (tmp_path / "a.csv").write_text("Phone\n" + "0491 570 006\n" * 2_000, "utf-8")
    (tmp_path / "b.csv").write_text("Phone,Name\n0491 570 156,Ann\n", "utf-8")
    own = Check(id="own", scope="row", title="it works", mask=lambda batch, _: batch.text["no such"].eq("").to_numpy())
    CHECKS.append(own)
    try:
        with pytest.raises(CheckCrashedError):
            nj.check_files(
                [tmp_path / "a.csv", tmp_path / "b.csv"],
                nj.Campaign(phone_fields=["Phone"]),
                out=tmp_path / "out",
                part_rows=2,
            )
    finally:
        CHECKS.pop()
