"""Lead files that share much, and what `check` says of all their leads in one frame."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa

import noojee_dq as nj
from noojee_dq.large.large_report import LargeReport

NOW = datetime(2026, 3, 4, tzinfo=UTC)
CAMPAIGN = nj.Campaign(
    template_id=41,
    campaign_id=41,
    allocation_id=38,
    phone_fields=["Phone", "Mobile"],
    dispositions=["Sale", "No Sale"],
    contact_hours={"Melbourne": "Australia/Melbourne"},
)
#: Few, so that most leads share something.
PHONES = (
    [f"0491 570 {number:03}" for number in range(6, 30)]
    + [f"+6149157{number:04}" for number in range(6, 20)]
    + [
        "9234 1234",
        "12345",
        "",
        "none",
        "<NO CHANGE>",
        "491570006.0",
        "4.12346E+08",
        "0491570006 / 0491570156",
        "1" * 20,
        "0491 570 010 (DNC)",
    ]
)
LISTS = {
    "dnc": ["0491 570 007", "0491 570 156"],
    "known": pd.DataFrame({"Phone": ["0491 570 008"], "njExternalLeadId": ["A3"]}),
}
FULL_EXPORT = pd.DataFrame(
    {
        "Phone": ["0491 570 008", "0491 570 009"],
        "njExternalLeadId": ["A3", "A4"],
        "njDisposition": ["", "Sale"],
        "njCallBackDate": ["2026/05/04 09:30", ""],
    },
    dtype="str",
)


def made_up_leads(rng: np.random.Generator, leads: int) -> pd.DataFrame:
    """Leads of which many share a number or an id, and many have faults."""
    columns = {
        "Phone": rng.choice(PHONES, leads),
        "Mobile": rng.choice([*PHONES, *[""] * 30], leads),
        "njExternalLeadId": rng.choice(
            [f"A{number}" for number in range(leads)] + ["", "<No Change>", "7.0", "7"], leads
        ),
        "njDisposition": rng.choice(["Sale", "No Sale", "", "<No Change>", "Lost", "Do Not Call"], leads),
        "njContactHours": rng.choice(["Melbourne", "", "Perth"], leads),
        "njCallBackDate": rng.choice(
            ["2026/05/04 09:30", "2026/05/03 00:00", "2020/01/01 10:00", "", "tomorrow"], leads
        ),
        "Country": rng.choice(["AU", "NZ", ""], leads),
        "Note": rng.choice(["", "a", "b", "a", "b", "DNC", "said do not call again"], leads),
        "State": rng.choice(["", "Vic", "WA", "NSW", "open"], leads),
        "Postcode": rng.choice(["", "3000", "6000", "4383", "2880"], leads),
    }
    return pd.DataFrame(columns, dtype="str")


def written(rng: np.random.Generator, leads: int, files: int, folder: Path) -> list[Path]:
    """Write some leads as files that are cut at random places."""
    cuts = np.sort(rng.integers(0, leads + 1, files - 1)).tolist()
    everything = made_up_leads(rng, leads)
    paths = []
    for number, (start, end) in enumerate(zip([0, *cuts], [*cuts, leads], strict=True)):
        paths.append(folder / f"{number}.csv")
        everything.iloc[start:end].to_csv(paths[-1], index=False)
    return paths


def in_one_frame(paths: Sequence[Path]) -> pd.DataFrame:
    """The leads of some files below each other, under labels that name file and row."""
    frames = [nj.read_leads(path) for path in paths]
    labels = [f"{row}@{path}" for path, frame in zip(paths, frames, strict=True) for row in frame.index]
    return pd.concat(frames).set_axis(pd.Index(labels, name="row"))


def assert_same(large: LargeReport, report: nj.Report, files: int) -> None:
    """Assert that two checks have said the same of the same leads, `report` of those of `in_one_frame`."""
    nullable = {pa.int64(): pd.Int64Dtype()}
    findings = large.findings.to_table().to_pandas(types_mapper=nullable.get)
    annotated = large.annotated.to_table().to_pandas()
    if files > 1:
        findings = _labelled(findings)
        annotated = _labelled(annotated)
    expected = report.findings.assign(row=report.findings["row"].astype("str"))
    expected["message"] = [other_row(*pair) for pair in zip(expected["message"], expected["row"], strict=True)]
    found = findings.assign(row=findings["row"].astype("str"))
    same = report.annotated
    texts = zip(same["dq_reasons"], same.index, strict=True)
    same = same.assign(dq_reasons=[other_row(text, label) for text, label in texts])
    same.index = same.index.astype("str")
    annotated = annotated.assign(row=annotated["row"].astype("str")).set_index("row")
    pd.testing.assert_frame_equal(found.astype(expected.dtypes.to_dict()), expected)
    pd.testing.assert_frame_equal(annotated, same, check_column_type=False)
    assert large.counts == report.counts
    assert large.by_code == report.by_code
    assert large.ok == report.ok
    assert large.not_checked == report.not_checked
    columns = ["check", "code", "result", "severity", "leads", "findings"]
    pd.testing.assert_frame_equal(large.summary[columns], report.summary[columns], check_dtype=False)
    assert sum(map(len, large.ready_frames())) == large.ready.count_rows() == len(report.ready)


def _labelled(frame: pd.DataFrame) -> pd.DataFrame:
    labels = frame["row"].astype("str") + "@" + frame["source"].astype("str")
    return frame.drop(columns="source").assign(row=labels.where(frame["row"].notna()))


def other_row(text: str, label: object) -> str:
    """Name another row as a person does who looks at the file of this one."""
    source = str(label).partition("@")[2]

    def named(match: re.Match[str]) -> str:
        return f"row {match[1]}" + ("" if match[2] == source else f" of {match[2]}")

    return re.sub(r"row (\d+)@(\S+?\.(?:csv|parquet))", named, text)
