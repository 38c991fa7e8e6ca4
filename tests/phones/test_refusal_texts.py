"""What cells of any column say of calls: small text -> yes, perhaps, no."""

import pytest

from noojee_dq.arrow.columns import seldom_matches, text
from noojee_dq.phones.refusal_marks import Mark
from noojee_dq.phones.refusal_texts import SUSPECT, mark_of_text

YES = [
    "DNC=Y",
    "DNC? Yes",
    "Opt out: yes, by phone",
    "DNC",
    "dnc.",
    "Do not call",
    "DO NOT CALL!!",
    "do-not-call",
    "DoNotCall",
    "Don't call",
    "don\u2019t call",
    "dont call again",
    "Opted out",
    "OPT-OUT",
    "opt_out",
    "Opted out 01/05/2026",
    "Unsubscribed",
    "unsubscribe",
    "do not contact",
    "Do not contact again",
    "DNC - asked 2026-05-01",
    "DNC 0491 570 156",
    "DNC: requested",
    "DNC, spoke to wife",
    "do not call (asked 3 May)",
    "Do not call. Spoke to wife",
    "no more calls",
    "no calls please",
    "Please do not call",
    "please don't call me again",
    "Customer has opted out",
    "wants to opt out",
    "Never call",
    "Not to be called",
    "remove from list",
    "Take me off your list",
    "Take me off the list please",
    "Do not call list",
    "DNC registered",
    "Stop calling",
    "stop calling me",
    "do not disturb",
    "DND",
    "do not call / email only",
    "DNC since 2024",
    "asked to be taken off the list",
    "dncr",
    "do not call this number",
    "opting out",
    "do not call, if you call again I will complain",
    "do not call, contact by email",
    "0491 570 156 DNC",
]
UNCLEAR = [
    "Opted out. Sent email confirming",
    "do not contact, email only",
    "Unsubscribed - newsletter",
    "DNC?",
    "Customer said do not call any more",
    "Spoke to wife. Do not call.",
    "said don't call again, angry",
    "he wants to opt out of this",
    "0491 570 156 (do not call)",
    "rang 3/5, take me off the list",
    "unsubscribed via sms",
    "wants no more calls from us",
    "Not on DNC register. Customer says do not call again",
    "do not call the landline, use the mobile",
    "DNC check: listed",
    "DNC registered check: yes",
    "asked that we never call again",
    "do not call unless they ring first",
    "checked: DNC",
    "washed against DNC: found",
    "Make sure you don't call again",
]
NO = [
    "DNC=N",
    "DNC? No",
    "DNC: not requested",
    "Opt-out: no, wants calls",
    "no calls please before 9am",
    "not to be called on Sundays",
    "DNC registered check: clean",
    "DNC check: clean",
    "DNC: no",
    "DNC - clear",
    "DNC clear",
    "DNC washed 2026-01-01",
    "DNC washed",
    "do not call before 9am",
    "Do not call before 9am please",
    "don't call after 5pm",
    "do not call on weekends",
    "do not call in the mornings",
    "Do not call 9am-5pm",
    "don't call until Monday",
    "do not call today",
    "Do not call list: no",
    "do not call list - no",
    "Do not call: no",
    "Opt out: No",
    "opt-out: none",
    "not on DNC",
    "not on the do not call register",
    "No DNC",
    "not DNC",
    "has not opted out",
    "did not opt out",
    "never opted out",
    "not unsubscribed",
    "checked against DNC",
    "washed against the DNC register 2026-05-01",
    "DNC list checked",
    "if they do not call back, retry",
    "They never call back",
    "how to opt out",
    "can opt out at any time",
    "opt out link sent",
    "unsubscribe link",
    "Unsubscribed from newsletter",
    "opted out of emails",
    "do not contact by email",
    "email opt out",
    "do not hesitate to call",
    "no contact",
    "no calls made yet",
    "no answer",
    "call back",
    "do not call too early",
    "dnc@example.com",
    "http://dnc.gov.au/opt-out",
    "donotcall.gov.au",
    "opt in",
    "opted in",
    "subscribed",
    "Duncan",
    "contact not made",
    "We could not contact him",
    "did not ring back",
    "not contactable",
    "could not call",
    "will not call",
    "DNC scrubbed: pass",
    "n/a",
    "DNC not found",
    "DNC not listed",
    "DNC free",
    "he said not to be late",
    "North Springfield",
    "Do not call after hours",
]


@pytest.mark.parametrize(
    ("cell", "mark"),
    [(cell, mark) for mark, cells in ((Mark.YES, YES), (Mark.UNCLEAR, UNCLEAR), (Mark.NO, NO)) for cell in cells],
)
def test_what_a_note_says(cell: str, mark: Mark) -> None:
    assert mark_of_text(cell, "Note") == mark
    assert mark == Mark.NO or seldom_matches(text([cell]), SUSPECT).all()


@pytest.mark.parametrize(
    ("cell", "mark"),
    [
        ("DNC", Mark.YES),
        ("DNC Plumbing", Mark.NO),
        ("Opt Out Pty Ltd", Mark.NO),
        ("Smith (DNC)", Mark.UNCLEAR),
        ("Smith DNC", Mark.UNCLEAR),
        ("SMITH - DO NOT CALL", Mark.UNCLEAR),
    ],
)
@pytest.mark.parametrize("heading", ["Company", "Last name", "Trading As Name"])
def test_a_name_can_have_such_letters(cell: str, heading: str, mark: Mark) -> None:
    assert mark_of_text(cell, heading) == mark


@pytest.mark.parametrize(
    ("cell", "mark"),
    [("Opted out", Mark.NO), ("unsubscribed", Mark.NO), ("do not call", Mark.YES), ("DNC", Mark.YES)],
)
def test_who_wants_no_mails_may_be_called(cell: str, mark: Mark) -> None:
    assert mark_of_text(cell, "Email status") == mark


@pytest.mark.parametrize(
    "piece", ["a.b", "please the client ", "do not call ", "dnc list ", "from the your call ", "1 "]
)
def test_a_long_cell_takes_no_longer_than_it_must(piece: str) -> None:
    mark_of_text("x" + piece * 9000 + "dnc", "Note")
