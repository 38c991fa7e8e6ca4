"""A run is taken up again and again, each time with other leads of it, in another order and in other files."""

import numpy as np
import pandas as pd
import pytest

from noojee_dq.sending.results import whole_run
from tests.examples import mostly_long
from tests.sending.support import CAMPAIGN, some_leads
from tests.sending.test_changed_file import NewBench


def as_given(rng: np.random.Generator, leads: pd.DataFrame, strangers: pd.DataFrame) -> pd.DataFrame:
    """Some of the leads and some others, in any order, under the rows of two files which have these numbers both."""
    some = pd.concat([leads[rng.random(len(leads)) < 0.8], strangers[rng.random(len(strangers)) < 0.5]])
    some = some.sample(frac=1, random_state=rng)
    files = np.sort(rng.choice(["a.csv", "b.csv"], len(some)))
    rows = pd.Series(files).groupby(files).cumcount() + 2
    return some.assign(dq_source=files).set_axis(pd.Index(rows, name="row"))


@pytest.mark.parametrize("seed", mostly_long(range(20), usual=[0]))
def test_each_answer_stands_on_its_lead_and_no_lead_goes_twice(seed: int, bench: NewBench) -> None:
    rng = np.random.default_rng(seed)
    run = bench(CAMPAIGN.model_copy(update={"allow_duplicates": True}))
    pool = some_leads(12)
    # Some are in the list two or three times, just alike: each of these is a lead of its own.
    leads = pool.iloc[np.sort(rng.choice(8, 12))]
    strangers = pool.iloc[8:]
    began_with = as_given(rng, leads, strangers.head(0))
    wanted = began_with["Ref"].value_counts()

    def inserted() -> pd.Series:
        sent = run.pbx.leads
        return sent["Ref"].value_counts() if len(sent) else pd.Series(dtype="int64")

    run.submit(began_with, limit=2)
    for _ in range(4):
        before = inserted()
        given = as_given(rng, leads, strangers)
        listed = pool["Phone"][rng.random(len(pool)) < 0.2]
        results = run.resume(given, dnc=[*listed, "0491570006"], limit=int(rng.integers(0, 5)))
        after = inserted()
        assert (after <= wanted.reindex(after.index, fill_value=0)).all()
        assert results["Ref"].tolist() == given["Ref"].tolist()
        held = pool["Ref"][listed.index]
        pd.testing.assert_series_equal(after.reindex(held), before.reindex(held))
        accepted = results[results["api_outcome"] == "accepted"]["Ref"].value_counts()
        assert (accepted <= after.reindex(accepted.index)).all()
        assert int(whole_run(results)["api_outcome"].eq("accepted").sum()) == int(after.sum())
