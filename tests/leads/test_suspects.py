"""No row that is no lead is missed by looking at how first cells begin."""

from collections.abc import Callable
from functools import partial

import pandas as pd
from hypothesis import example, given, strategies as st

from noojee_dq.arrow.columns import Positions
from noojee_dq.leads.descriptions import REMARK_STARTS
from noojee_dq.leads.other_rows import blank_rows, headings_again, lines, remarks, rows_at, suspects

HEADINGS = ["Name", " ok ", "\u017fx", "A", "\u00e9t\u00e9", "n\u00e9e", "--", ""]
#: None of these begins like a row that is no lead, under any of the headings.
LEADS = ["Zoe", "Yan", "0491 570 006", "+61 2", "Xi"] * 12
BEGINNINGS = [*HEADINGS, *REMARK_STARTS, "\ufeffName", "----", "+--+", "| - |", "\t", "\u00a0", "K", "-", "12", "Ann"]


def texts() -> st.SearchStrategy[str]:
    """Beginnings of rows that may be no leads, in any case, with anything behind them."""
    beginning = st.sampled_from(BEGINNINGS).flatmap(lambda text: st.sampled_from([text, text.upper(), text.title()]))
    return st.builds(str.__add__, beginning, st.sampled_from(["", " ", "x", ": 5", "\u212a"]))


@given(st.sampled_from(HEADINGS), st.lists(texts(), min_size=1, max_size=10))
@example("ok", ["o\u212a", "O\u212a"])
@example("--", ["--", "- -", "-"])
def test_suspects_are_all_rows_that_are_no_leads(heading: str, firsts: list[str]) -> None:
    body = pd.DataFrame({0: [*LEADS, *firsts]}, dtype="str")
    at = suspects(body, [heading])
    few = rows_at(body, at)
    assert few.index.tolist() == at.tolist()
    of_headings = (headings_again, lines, remarks)
    finders: list[Callable[[pd.DataFrame], Positions]] = [partial(find, headings=[heading]) for find in of_headings]
    for find in (blank_rows, *finders):
        assert at[find(few)].tolist() == find(body).tolist()


def test_few_rows_are_suspects() -> None:
    body = pd.DataFrame({0: [*LEADS, "Page 2"]}, dtype="str")
    assert suspects(body, ["Name"]).tolist() == [len(LEADS)]
