"""What a command line prints calls options as it calls them; what Python returns, as Python does."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.report.formats import printed_formats
from noojee_dq.words.for_people import for_people, for_shell
from tests.conftest import Run

#: An argument of Python that a command line has as an option.
PYTHON = re.compile(r"\b(?:accept_\w+|allow|dnc|dnc_washed|encoding|force|journal|known|leads|memory|sheet)=")

LEADS = "Phone,Opt Out,njExternalLeadId,njCallBackDate\n0491570006,yes,1,soon\n0491570006,,1,2026/01/01 00:00\n"


@pytest.mark.parametrize("operation", ["insert", "update"])
@pytest.mark.parametrize("form", [name for name in printed_formats() if name != "table"])
def test_no_form_of_a_report_calls_an_option_as_python_does(form: str, operation: str, run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text(LEADS, "utf-8")
    ended = run("check", "leads.csv", "--format", form, "--operation", operation, "--audience", "team")
    assert ended.code == 1
    assert PYTHON.findall(ended.out) == []


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_no_note_calls_an_option_as_python_does(form: str, run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text("Name,Phone\nZo\u00eb,0491570006\n", "utf-8")
    ended = run("check", "leads.csv", "--encoding", "cp1252", "--format", form)
    assert "leave out --encoding" in ended.out
    assert PYTHON.findall(ended.out) == []


def test_python_keeps_its_own_words() -> None:
    leads = pd.DataFrame({"Phone": ["0491570006"], "Opt Out": ["yes"]})
    found = nj.check(leads, nj.Campaign(phone_fields=["Phone"])).to_json()
    assert found is not None
    assert "(dnc=, --dnc)" in found
    assert json.loads(found)["campaign"] is None


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["status", "none.sqlite"], "unless --journal names another"),
        (["check", "leads.csv", "--dnc", "empty.csv"], "with --accept-empty-lists"),
        (["check", "leads.csv", "--sheet", "2"], "leave out --sheet"),
        (["check", "leads.csv", "--encoding", "utf-16"], "which encoding it has with --encoding, such as"),
        (["check", "leads.csv", "--out", "checked", "--memory", "much"], "--memory 'much' is no amount"),
        (["check", "leads.csv", "--require", "known"], "give it with --known, or"),
    ],
)
@pytest.mark.parametrize("form", ["table", "json"])
def test_no_failure_calls_an_option_as_python_does(
    arguments: list[str], words: str, form: str, run: Callable[..., Run]
) -> None:
    Path("leads.csv").write_text(LEADS, "utf-8")
    Path("empty.csv").write_text("Phone\n", "utf-8")
    ended = run(*arguments, "--format", form)
    said = ended.err if form == "table" else json.loads(ended.out)["error"]
    assert words in said
    assert PYTHON.findall(said) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("no list was given (dnc=)", "no list was given (--dnc)"),
        ("name it with --known (known= in Python), so", "name it with --known, so"),
        ("with accept_empty_lists=True, --accept-empty-lists", "with --accept-empty-lists"),
        ("counts now (dnc=; in a shell --dnc, for `resume` too)", "counts now (--dnc, for `resume` too)"),
        ("give --accept-gone (accept_gone=True in Python)", "give --accept-gone"),
        ("--accept-gone with that (accept_gone=True in Python), and", "--accept-gone with that, and"),
        (
            "with --phone-field 'Tel' --phone-field X (phone_fields= in Python)",
            "with --phone-field 'Tel' --phone-field X",
        ),
        ("--known 'b c.csv' (known= in Python), or", "--known 'b c.csv', or"),
        ("(in Python give report=)", "(in Python give report=)"),
        ("leave out encoding= (--encoding)", "leave out --encoding"),
        ("with encoding='utf-16-le' (--encoding utf-16-le), or", "with --encoding utf-16-le, or"),
        ("give --delimiter ';' (delimiter=\";\")", "give --delimiter ';'"),
        ("memory='much' is no amount of memory", "--memory 'much' is no amount of memory"),
        ("the heading 'known=' stands twice", "the heading 'known=' stands twice"),
        ("unknown=", "unknown="),
        ("a=b", "a=b"),
        ('column "dnc=1"', 'column "dnc=1"'),
    ],
)
def test_arguments_become_options(text: str, said: str) -> None:
    assert (for_shell(text), for_people(text)) == (said, said)


@pytest.mark.parametrize(
    ("files", "source"),
    [
        (["lists/a.csv"], "lists/a.csv"),
        (["lists/a.csv", "b.csv"], "lists/a.csv, b.csv"),
        (["./b.csv"], "b.csv"),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["check", "--out", "parts"], ["repair", "-o", "fixed"]])
def test_json_has_one_form_for_the_source(
    command: list[str], files: list[str], source: str, run: Callable[..., Run]
) -> None:
    Path("lists").mkdir()
    for name in ("lists/a.csv", "b.csv"):
        Path(name).write_text("Phone\n0491570006\n", "utf-8")
    options = ["-o", "fixed.csv"] if command[0] == "repair" and len(files) == 1 else command[1:]
    ended = run(command[0], *files, *options, "--format", "json")
    assert json.loads(ended.out)["source"] == source
