"""Answers that a person types: files in quotes, and several names in one answer."""

from pathlib import Path

import pytest

from noojee_dq.cli.asking import existing_file, several
from noojee_dq.errors import CampaignError, LeadsError

HEADINGS = ["Mobile", "Home Phone", "Tel, home", "Tel; work", 'The "other"']


def heading(text: str) -> str:
    if text not in HEADINGS:
        raise CampaignError(f"there is no column {text!r}")
    return text


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Mobile", ["Mobile"]),
        ("Mobile, Home Phone", ["Mobile", "Home Phone"]),
        ("Mobile; Home Phone", ["Mobile", "Home Phone"]),
        (" Mobile ,Home Phone; ", ["Mobile", "Home Phone"]),
        ('"Mobile"; "Home Phone"', ["Mobile", "Home Phone"]),
        ("'Mobile'", ["Mobile"]),
        ("Tel, home", ["Tel, home"]),
        ("Tel, home; Mobile", ["Tel, home", "Mobile"]),
        ("Tel; work, Mobile", ["Tel; work", "Mobile"]),
        ('"Tel, home", "Tel; work"', ["Tel, home", "Tel; work"]),
        ('The "other", Mobile', ['The "other"', "Mobile"]),
        ("", []),
        (" ,; ", []),
    ],
)
def test_several_names_stand_in_an_answer(text: str, found: list[str]) -> None:
    assert several(text, heading) == found


@pytest.mark.parametrize(("text", "said"), [("Mobile; Fax", "'Fax'"), ("fone, Mobile", "'fone'")])
def test_a_name_that_nothing_has_is_said(text: str, said: str) -> None:
    with pytest.raises(CampaignError, match=said):
        several(text, heading)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("list.csv", "list.csv"),
        ('"list.csv"', "list.csv"),
        ("'a list, new.csv'", "a list, new.csv"),
        ('"a list, new.csv" ', "a list, new.csv"),
        ("O'Brien's.csv", "O'Brien's.csv"),
        ("'own'", "'own'"),
    ],
)
def test_a_file_may_stand_in_quotes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, name: str) -> None:
    monkeypatch.chdir(tmp_path)
    for one in ("list.csv", "a list, new.csv", "O'Brien's.csv", "'own'"):
        Path(one).touch()
    assert existing_file(text) == Path(name)
    Path("own").touch()
    assert several(f"{text}; list.csv", existing_file)[-1] == Path("list.csv")


@pytest.mark.parametrize(("text", "said"), [('"lost.csv"', "no file lost.csv"), ('"', 'no file "'), ("", "no file")])
def test_a_file_that_is_not_there_is_named_without_quotes(text: str, said: str) -> None:
    with pytest.raises(LeadsError, match=said):
        existing_file(text)
