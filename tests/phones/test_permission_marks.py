"""Columns that say who may be called, and what their cells say: small input -> marked or not."""

import pandas as pd
import pytest

import noojee_dq as nj
from noojee_dq.phones.permission_marks import mark_of_permission, marks_permission
from noojee_dq.phones.refusal_marks import Mark, has_day_of_refusal, marks_refusals

PERMISSIONS = [
    "OK to call",
    "Ok To Call?",
    "OK_TO_CALL",
    "okToCall",
    "OK to call (Y/N)",
    "Can call",
    "Can we call?",
    "May call",
    "May we contact",
    "Consent",
    "Consent?",
    "Has consent",
    "Consent given",
    "Consent to call",
    "Consent to be called",
    "Consent to phone calls",
    "Consent to call or email",
    "Call consent",
    "Phone consent",
    "Calling permission",
    "Call?",
    "call ?",
    "Call Y/N",
    "Callable",
    "Is callable",
    "Contactable",
    "Permission",
    "Permission to call",
    "Permission to contact",
    "Permission to call (yes/no)",
    "May be contacted",
    "Happy to receive calls",
    "Call allowed",
    "Phone opt-in",
    "Consented",
]
OTHERS = [
    "Call",
    "Calls",
    "Called",
    "Called?",
    "Call back?",
    "Callback",
    "Last call",
    "Call centre",
    "Call status",
    "Call date",
    "Call time",
    "Contact",
    "Contact?",
    "Contact name",
    "Phone",
    "Phone?",
    "Email consent",
    "SMS consent",
    "Marketing consent",
    "Consent to email",
    "Can email",
    "Consent date",
    "Consent to treatment",
    "Consent by",
    "May",
    "May calls",
    "Canned",
    "Free call",
    "Best time to call",
    "Reason for call",
    "Call outcome",
    "Contact by",
    "Contacted?",
    "Opt-in",
    "Consent email",
    "Permission level",
    "Cannot call",
    "Do not call",
    "Can contact by email",
    "Ring size",
    "Next call",
    "Times called",
    "Consent source",
]
#: No, yes or nothing, neither.
REFUSED = [
    "No",
    "N",
    "no.",
    "NO!",
    "FALSE",
    "0",
    "0.0",
    "\u2717",
    "\u2718",
    "\u274c",
    "nein",
    "none",
    "never",
    "Refused",
    "withdrawn",
    "No consent",
    "not given",
    "No - asked 3/5",
    "No, opted out",
    "N (asked 3/11)",
    "no 1/5/2026",
    "No thanks",
    "do not call",
    "DNC",
    "opted out",
    "asked to be removed",
    "can't call",
    "deceased",
    "D.N.C.",
]
PERMITTED = [
    "",
    "-",
    "n/a",
    "N.A.",
    "Yes",
    "y",
    "TRUE",
    "1",
    "\u2713",
    "given",
    "Yes, 1/5/2026",
    "Yes - by phone",
    "OK",
    "opted in",
    "agreed 3 May",
    "no restrictions",
    "Express",
    "callable",
]
UNCLEAR = [
    "unknown",
    "?",
    "Not asked",
    "x",
    "perhaps",
    "0491570156",
    "2026-05-01",
    "ask first",
    "no answer",
    "mobile only",
    "Yes, but not Mondays",
    "yes - withdrawn",
    "email only",
    "pending",
    "do not call before 9am",
    "Monday",
    "not yet",
]


@pytest.mark.parametrize("heading", PERMISSIONS)
def test_a_heading_of_a_permission(heading: str) -> None:
    assert marks_permission(heading)
    assert not marks_refusals(heading)


@pytest.mark.parametrize("heading", OTHERS)
def test_what_only_looks_like_one(heading: str) -> None:
    assert not marks_permission(heading)


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        *((cell, Mark.YES) for cell in REFUSED),
        *((cell, Mark.NO) for cell in PERMITTED),
        *((cell, Mark.UNCLEAR) for cell in UNCLEAR),
    ],
)
def test_what_a_cell_says(cell: str, mark: Mark) -> None:
    assert mark_of_permission(cell) == mark


@pytest.mark.parametrize(
    "heading", ["Deceased", "Is deceased?", "Deceased date", "Date of death", "DECEASED_FLAG", "Deceased Y/N", "Dead"]
)
def test_a_column_of_the_dead(heading: str) -> None:
    assert marks_refusals(heading)
    assert has_day_of_refusal(heading)


@pytest.mark.parametrize(
    "heading", ["Deceased name", "Deceased estate", "Name of deceased", "Deadline", "Dead lead reason", "Complaint"]
)
def test_no_column_of_the_dead(heading: str) -> None:
    assert not marks_refusals(heading)


@pytest.mark.parametrize(
    ("cell", "check", "message"),
    [
        ("No", "marked-not-sent", "the file says of this lead that it is not to be called"),
        ("perhaps", "mark-unclear", "the column says who may be called, and this cell says neither yes nor no"),
    ],
)
def test_who_may_not_be_called_is_not_sent(cell: str, check: str, message: str) -> None:
    leads = pd.DataFrame({"Phone": ["0491570006", "0491570156", "0491570157"], "OK to call": [cell, "yes", ""]})
    report = nj.check(leads, nj.Campaign(phone_fields=["Phone"], marked_do_not_call="error"))
    assert report.is_ready.tolist() == [False, True, True]
    found = report.findings.query("check == @check").iloc[0]
    assert (found["column"], found["message"]) == ("OK to call", message)
    assert check != "mark-unclear" or "(no = not to be called)" in found["hint"]


def test_the_consent_to_a_callback_is_none_to_calls() -> None:
    leads = pd.DataFrame({"Phone": ["0491570006"], "OK to call": ["No"]})
    campaign = nj.Campaign(phone_fields=["Phone"], calling={"consent_column": "OK to call"})
    assert "marked-do-not-call" not in nj.check(leads, campaign).findings["check"].tolist()


@pytest.mark.parametrize("heading", ["OK to call", "Permission to phone", "Contactable", "Phone consent", "Deceased"])
def test_it_is_no_phone_column(heading: str) -> None:
    leads = pd.DataFrame({"Phone": ["0491570006", "0491570156"], heading: ["yes", "no"]})
    assert nj.propose_campaign(leads).phone_fields == ("Phone",)
