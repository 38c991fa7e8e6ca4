"""Options whose values cannot be used are errors that name the option, what is wrong with it, and what was meant."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.conftest import Run

LEADS = "Name,Phone,Land\nAnn,0491570006,AU\n"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--phone-field", "Fone"], "--phone-field Fone: the file has no such column; did you mean 'Phone'?"),
        (["--phone-field", "phone"], "--phone-field phone: the file has no such column; did you mean 'Phone'?"),
        (
            ["--phone-field", "Phone", "--phone-field", "Mobile"],
            'Mobile: the file has no such column; its columns are "N',
        ),
        (["--phone-field", ""], "--phone-field '': the file has no such column; its columns are \"Name\""),
        (["--region-column", "Lnd"], "--region-column Lnd: the file has no such column; did you mean 'Land'?"),
        (["--region-column", "Country"], 'no such column; its columns are "Name", "Phone", "Land"'),
        (["--region", "XX"], "--region XX: no country has the ISO code or English name 'XX'"),
        (["--region", ""], "--region '': no country has the ISO code or English name ''"),
        (["--require", "foo"], "--require foo: must be 'dnc' or 'known'"),
        (["--require", "dcn"], "--require dcn: must be 'dnc' or 'known'; did you mean 'dnc'?"),
        (["--require", ""], "--require '': must be 'dnc' or 'known'"),
        (["--dnc-washed", "soon"], "--dnc-washed soon: must be a day, such as 2026-11-01"),
        (["--encoding", "utf-61"], "there is no encoding 'utf-61'; did you mean 'utf-16'?"),
        (["--encoding", "base64"], "there is no encoding 'base64'"),
        (["--delimiter", "foo"], "'foo' separates no cells"),
        (["--threshold", "999=1"], "--threshold 999=1: no check finds '999'"),
    ],
)
@pytest.mark.parametrize("command", [["check"], ["check", "--out", "parts"], ["submit"], ["repair", "-o", "fixed.csv"]])
def test_a_value_that_cannot_be_used_is_exit_code_2(
    command: list[str], options: list[str], words: str, run: Callable[..., Run]
) -> None:
    Path("leads.csv").write_text(LEADS, "utf-8")
    if (command[0], options[0]) in {
        ("repair", "--require"),
        ("repair", "--dnc-washed"),
        ("repair", "--threshold"),
        ("submit", "--threshold"),
    }:
        words = f"No such option: {options[0]}"
    ended = run(command[0], "leads.csv", *command[1:], *options, "-q")
    assert (ended.code, ended.out) == (2, "")
    assert words in " ".join(ended.err.replace("│", " ").split())
    assert "campaign: " not in ended.err


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--sheet", "Old"], 3),
        (["--encoding", "utf-16"], 3),
        (["--encoding", "latin-1"], 0),
        (["--region-column", ""], 0),
        (["--phone-field", "Phone", "--region-column", "Land"], 0),
    ],
)
def test_what_a_file_has_not_is_exit_code_3(options: list[str], code: int, run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text(LEADS, "utf-8")
    assert run("check", "leads.csv", *options).code == code


def test_a_phone_field_may_stand_under_another_heading(run: Callable[..., Run]) -> None:
    Path("leads.csv").write_text("Tel\n0491570006\n", "utf-8")
    Path("campaign.toml").write_text('[columns]\nTel = "Phone"\n', "utf-8")
    assert run("check", "leads.csv", "--phone-field", "Phone", "-q").code == 0


@pytest.mark.parametrize("word", ["999", "DUPLICAT", "no-fone", "-0", "1e2", "\u0661\u0660\u0665"])
def test_what_nobody_can_explain_is_an_error(word: str, run: Callable[..., Run]) -> None:
    ended = run("explain", "--", word)
    assert (ended.code, ended.out) == (2, "")
    assert "did you mean" in ended.err or "the codes are 0, 101, 102" in ended.err
