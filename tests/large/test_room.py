"""How much room a check takes is said before, and not too little."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.large.disk import room_needed
from tests.examples import mostly_long

LEADS = 20_000
NUMBERS = pd.Series(range(LEADS)).add(491_000_000).astype("str").radd("0")
#: Of few columns and many, of short and of long cells, with few findings and many.
SHAPES: dict[str, dict[str, Any]] = {
    "short": {"Phone": NUMBERS.str[-3:]},
    "duplicates": {"Phone": NUMBERS.str.slice(0, 7) + "000", "Mobile": NUMBERS},
    "wide": {"Phone": NUMBERS, **{f"c{number}": "name" for number in range(20)}},
    "empty": {"Phone": NUMBERS, **{f"c{number}": "" for number in range(20)}},
    "long": {"Phone": NUMBERS, "Note": "words that say nothing " * 20},
}


def kept(leads: pd.DataFrame) -> int:
    """The least that leads take as text in Arrow's layout: their cells, where each begins, and their rows."""
    return int(leads.map(len).to_numpy().sum()) + 8 * leads.size + 8 * len(leads)


@pytest.mark.parametrize("shape", mostly_long(SHAPES, usual=["duplicates", "wide", "long"]))
def test_what_is_said_suffices_for_leads_and_results(shape: str, tmp_path: Path) -> None:
    leads = pd.DataFrame(SHAPES[shape]).astype("str")
    leads.to_csv(tmp_path / "leads.csv", index=False)
    leads.to_csv(tmp_path / "leads.tsv", index=False, sep="\t")
    leads.to_parquet(tmp_path / "leads.parquet", index=False)
    nj.check_files(tmp_path / "leads.csv", nj.Campaign(phone_fields=["Phone"]), out=tmp_path / "out")
    results = sum(file.stat().st_size for file in (tmp_path / "out").rglob("*") if file.is_file())
    # Beside these: the keys of each lead, by which they are compared.
    least = kept(leads) + results + 9 * LEADS
    said = [room_needed([str(tmp_path / name)]) for name in ("leads.csv", "leads.tsv", "leads.parquet")]
    assert said[0] == pytest.approx(said[1], rel=0.02)
    assert [least < room < 8 * least for room in said[::2]] == [True, True]
    assert room_needed([str(tmp_path / "leads.csv")] * 2) == pytest.approx(2 * said[0], rel=0.01)
    assert room_needed([str(tmp_path / "missing.csv")]) == 0
