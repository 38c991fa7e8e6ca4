"""Where the key is found, and that it shows itself to nobody."""

import copy
import pickle
import traceback
from collections.abc import Callable
from pathlib import Path

import pytest

from noojee_dq import CampaignError
from noojee_dq.client import ApiKey

MARKED = "0badc0de-marked-key-f00d"


@pytest.fixture(autouse=True)
def no_key_in_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NOOJEE_API_KEY", raising=False)


def test_the_argument_comes_before_the_file_and_the_file_before_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "key.txt"
    file.write_text("\ufeff from-file \n", "utf-8")
    monkeypatch.setenv("NOOJEE_API_KEY", "from-environment\n")
    assert ApiKey.find("from-argument", file).reveal() == "from-argument"
    assert ApiKey.find(None, file).reveal() == "from-file"
    assert ApiKey.find().reveal() == "from-environment"
    key = ApiKey("own")
    assert ApiKey.find(key) is key


def test_without_a_key_it_says_where_to_give_one() -> None:
    with pytest.raises(CampaignError, match="missing: give it in NOOJEE_API_KEY, or in a file"):
        ApiKey.find()


UNUSABLE = [
    (f"my {MARKED}", "white space"),
    (f"{MARKED}\nsecond line", "white space"),
    (f"{MARKED}é", "characters that no key has"),
    (f"{MARKED}\x00", "characters that no key has"),
    (f'"{MARKED}"', "quotation marks"),
    (f"{MARKED}'", "quotation marks"),
    (f"NOOJEE_API_KEY={MARKED}", "a name before it"),
    (f"key={MARKED}==", "a name before it"),
    ("", "empty"),
    (" \n", "empty"),
]


@pytest.mark.parametrize(("text", "problem"), UNUSABLE)
@pytest.mark.parametrize("where", ["argument", "constructor", "file", "environment"])
def test_an_unusable_key_is_refused_and_not_shown(
    text: str, problem: str, where: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if where == "environment" and "\x00" in text:
        pytest.skip("the environment cannot hold this")
    file = tmp_path / "key.txt"
    file.write_text(text, "utf-8")
    if where == "environment":
        monkeypatch.setenv("NOOJEE_API_KEY", text)
    finds: dict[str, Callable[[], ApiKey]] = {
        "argument": lambda: ApiKey.find(text),
        "constructor": lambda: ApiKey(text),
        "file": lambda: ApiKey.find(file=file),
        "environment": ApiKey.find,
    }
    with pytest.raises(CampaignError, match=problem) as raised:
        finds[where]()
    own = [frame for frame in whole(raised.value).stack if "noojee_dq/client" in frame.filename]
    assert own
    assert MARKED not in str([frame.locals for frame in own]) + str(raised.value)


@pytest.mark.parametrize(
    ("name", "content", "problem"),
    [("none.txt", None, "cannot be read"), ("key.bin", b"\xff\xfe\xfd", "is no text file")],
)
def test_an_unreadable_file_is_named(tmp_path: Path, name: str, content: bytes | None, problem: str) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(CampaignError, match=f"{name}: {problem}") as raised:
        ApiKey.find(file=tmp_path / name)
    assert raised.value.__context__ is None


def test_padding_at_its_end_is_legal() -> None:
    assert ApiKey("bWFkZSB1cA==").reveal() == "bWFkZSB1cA=="


def test_no_text_form_shows_it() -> None:
    key = ApiKey(MARKED)
    for shown in (repr(key), str(key), f"{key}", f"{key!s:>40}", f"{key!r}", ascii([key]), str({"k": key})):
        assert MARKED not in shown
    assert not hasattr(key, "__dict__")


@pytest.mark.parametrize("copier", [pickle.dumps, copy.copy, copy.deepcopy])
def test_it_cannot_be_pickled_or_copied(copier: Callable[[object], object]) -> None:
    with pytest.raises(TypeError, match="not pickled or copied"):
        copier(ApiKey(MARKED))


@pytest.mark.parametrize(
    ("key", "said"),
    [
        (MARKED, f"https://pbx/?apiKey={MARKED}&x=1"),
        (MARKED, f"https://pbx/?apiKey={MARKED.upper()}"),
        ("a/b+c=", "next=%2Fx%3FapiKey%3Da%2Fb%2bc%3D"),
        ("it's", repr({"key": "it's", "x": '"'})),
        ("a.c", "a.c"),
    ],
)
def test_scrub_takes_out_every_form(key: str, said: str) -> None:
    scrubbed = ApiKey(key).scrub(said)
    assert "•••" in scrubbed
    for form in (key, key.upper(), "a%2Fb"):
        assert form not in scrubbed


def test_scrub_leaves_other_text_alone() -> None:
    assert ApiKey("a.c").scrub("abc A%2Ec") == "abc •••"


def whole(error: BaseException) -> traceback.TracebackException:
    return traceback.TracebackException.from_exception(error, capture_locals=True)
