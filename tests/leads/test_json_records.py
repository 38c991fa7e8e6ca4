"""JSON is read for what it is: no record is taken for the headings, and no value is changed."""

import json
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, strategies as st

import noojee_dq as nj
from noojee_dq.errors import LeadsError
from noojee_dq.leads.streaming import open_leads
from tests.examples import examples
from tests.leads.alike import assert_read_alike

TWO = {1: {"Name": "Ann", "Phone": "0491 570 006"}, 2: {"Name": "Bob", "Phone": "0491 570 156"}}


def lines(records: dict[int, dict[str, str]]) -> str:
    return "\n".join(map(json.dumps, records.values()))


@pytest.mark.parametrize("name", ["leads.json", "leads.csv", "leads.txt", "leads.jsonl"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    "text",
    [
        pytest.param(lines(TWO) + "\n", id="lines"),
        pytest.param(lines(TWO).replace("\n", "\r\n\r\n"), id="lines, one of them blank"),
        pytest.param(json.dumps(list(TWO.values())), id="array"),
        pytest.param("\n" + json.dumps(list(TWO.values()), indent=2) + "\n", id="array with indents"),
        pytest.param("\n".join(json.dumps(record, indent=2) for record in TWO.values()), id="records with indents"),
    ],
)
def test_every_record_is_a_lead(tmp_path: Path, text: str, encoding: str, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    leads = nj.read_leads(path)
    assert leads.to_dict("index") == TWO
    assert leads.index.name == "row"
    assert leads.attrs["notes"][0].startswith("read as JSON, UTF-")
    assert_read_alike(path, 7)


def test_values_are_the_text_that_stands_there(tmp_path: Path) -> None:
    path = tmp_path / "leads.json"
    path.write_text(
        '{"Phone":"0491","Id":12345678901234567890,"Big":1.50,"E":4.1E+8,"Yes":true,"No":false,"None":null}\n'
        '{}\n{"New":"\\u00e9 \\ud83d\\ude00","Phone":""}\n'
    )
    leads = nj.read_leads(path)
    assert leads.loc[1].to_dict() == {
        "Phone": "0491", "Id": "12345678901234567890", "Big": "1.50", "E": "4.1E+8", "Yes": "true", "No": "false",
        "None": "", "New": "",
    }  # fmt: skip
    assert leads.loc[3, "New"] == "é \U0001f600"
    assert leads.index.tolist() == [1, 3]
    assert "1 blank row was skipped: row 2" in leads.attrs["notes"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('[{"Phone":"1"},{"Phone":{"home":"1"}}]', "record 2: 'Phone' holds a record: a lead is one record of plain"),
        ('{"Phone":["1","2"]}', "record 1: 'Phone' holds a list"),
        ('{"leads":[{"Phone":"1"}]}', "record 1: 'leads' holds a list.*save what is inside as the file"),
        ('{"Phone":"1"}\n{"Phone":"1","Phone":"2"}', "record 2 has the key 'Phone' twice"),
        ('["Name","Phone"]\n["Ann","1"]', "record 1 is a single value"),
        ('[["Name","Phone"],["Ann","1"]]', "record 1 is a list"),
        ('{"Phone":"1"}\n{"Phone":"2"\n{"Phone":"3"}', "line 3: the JSON is broken there"),
        ('[{"Phone":"1"},\n', "line 2: the JSON is broken"),
        ('[{"Phone":"1"}', "line 1: the JSON is broken"),
        ('[{"Phone":"1"}]\n{"Phone":"2"}', "line 2: the JSON is broken"),
        ('{"Phone":"1', "line 1: the JSON is broken"),
        ("{'Phone': '1'}\n{'Phone': '2'}", "line 1: the JSON is broken"),
        ("[{'Phone': '1'}]", "line 1: the JSON is broken"),
        ('{Phone: "1"}\n{Phone: "2"}', "line 1: the JSON is broken"),
        ("[]", "the file is empty"),
        ("[{},{}]", "the file is empty"),
        ('{"Name":"A"}\n{"Name":"\\ud800"}', "record 2: 'Name' holds half a character"),
        ('{"Name":"\\uDFFF\\ud83d"}', "record 1: 'Name' holds half a character"),
        ('{"\\ud800":"1"}', "record 1: '.ud800' holds half a character"),
        ('{"0491570006":"1","0491570006":"2"}', "record 1 has the key '04•••••006' twice"),
        ('{"0491 570 006":["1"]}', "record 1: '04•• ••• 006' holds a list"),
        ('{"0491570006":"\\ud800"}', "record 1: '04•••••006' holds half a character"),
        ("[" * 100_000, "the JSON is nested too deeply"),
    ],
)
def test_what_is_no_list_of_records_is_refused(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "leads.json"
    path.write_text(text)
    with pytest.raises(LeadsError, match=rf"^leads\.json: {message}") as caught:
        nj.read_leads(path)
    assert caught.value.__cause__ is None
    assert_read_alike(path, 7)


@pytest.mark.parametrize("options", [{"header_row": 1}, {"delimiter": ","}, {"sheet": 0}])
def test_options_of_tables_have_no_use(tmp_path: Path, options: dict[str, object]) -> None:
    (tmp_path / "leads.json").write_text(lines(TWO))
    with pytest.raises(LeadsError, match=f"leave out {next(iter(options))}="):
        nj.read_leads(tmp_path / "leads.json", **options)  # type: ignore[arg-type]


@pytest.mark.parametrize("heading", ["[Name]", "{Name}", "[1]", "{{first_name}}", "[Name] "])
def test_a_heading_in_brackets_is_no_json(tmp_path: Path, heading: str) -> None:
    (tmp_path / "leads.csv").write_text(f"{heading},Phone\nAnn,0491570006\n")
    assert nj.read_leads(tmp_path / "leads.csv").columns.tolist() == [heading.strip(), "Phone"]


@examples(25)
@given(
    st.lists(st.dictionaries(st.sampled_from(["Name", "Phone", "x y"]), st.text(max_size=4)), min_size=1, max_size=5)
)
def test_what_pandas_writes_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, str]]) -> None:
    path = tmp_path_factory.mktemp("json") / "leads.json"
    frame = pd.DataFrame(rows, columns=["Name", "Phone", "x y"], dtype="object")
    frame["Name"] = frame["Name"].fillna("") + "."
    frame.to_json(path, orient="records", lines=True)
    leads = nj.read_leads(path)
    assert leads.to_numpy().tolist() == frame.fillna("").to_numpy().tolist()
    assert_read_alike(path, 7)


def test_large_checks_read_it_too(tmp_path: Path) -> None:
    path = tmp_path / "leads.csv"
    path.write_text(lines(TWO | {3: TWO[1]}) + '\n{"Phone":""}\n{"Name":"Zo\\u00eb \ufffd"}\n')
    leads = nj.read_leads(path)
    campaign = nj.Campaign(phone_fields=["Phone"])
    large = nj.check_files(path, campaign, out=tmp_path / "checked", progress=False)
    report = nj.check(leads, campaign)
    assert large.counts == report.counts
    assert large.annotated.to_table()["row"].to_pylist() == leads.index.tolist() == [1, 2, 3, 5]
    assert "row 5: characters that no list has" in "\n".join(large.notes)


@pytest.mark.parametrize(
    ("values", "rows"),
    [
        (["\\u0000\\u001f\\ufffd", "x"], "row 1"),
        (["x", "\\uFFFD", "\\u0081"], "rows 2 and 3"),
        (["\ufffd", "\\ufffd"], "rows 1 and 2"),
        (["\\u00e9", "\\u0007", "\\\\ufffd", "\\u00a0"], ""),
    ],
)
def test_escaped_characters_that_no_list_has_are_noted(tmp_path: Path, values: list[str], rows: str) -> None:
    path = tmp_path / "leads.json"
    path.write_text("\n".join(f'{{"Name":"{value}"}}' for value in values))
    noted = [note for note in nj.read_leads(path).attrs["notes"] if "characters that no list has" in note]
    assert [note.partition(":")[0] for note in noted] == [rows] * bool(rows)
    assert_read_alike(path, 7)


def test_records_are_read_in_parts(tmp_path: Path) -> None:
    path = tmp_path / "leads.json"
    path.write_text("".join(f'{{"Id":{number},"Id{number // 9_999}":1}}\n' for number in range(25_000)))
    stream = open_leads(path, rows=1)
    bodies = list(stream)
    assert max(map(len, bodies)) <= 10_000
    assert list(stream.finish()[0].values()) == ["Id", "Id0", "Id1", "Id2"]
    assert pd.concat(bodies)[0].tolist() == list(map(str, range(25_000)))
    assert_read_alike(path, 1)
