"""What the tests of an analysis share: one run, sent once."""

import pytest

from tests.analysis.run import Sent, sent


@pytest.fixture(scope="session")
def run_of_2000(tmp_path_factory: pytest.TempPathFactory) -> Sent:
    """A finished run of 2,000 mixed leads."""
    return sent(tmp_path_factory.mktemp("run"))
