"""Questions to a person at a terminal: each has a default, and is asked again until its answer can be understood."""

import re
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Final, TypeVar

from rich.prompt import InvalidResponse, PromptBase
from rich.text import Text

from noojee_dq.cli.messages import question_console
from noojee_dq.errors import CampaignError, LeadsError, NoojeeError
from noojee_dq.words.masking import mask_message
from noojee_dq.words.suggest import did_you_mean

T = TypeVar("T")

#: The answer that leaves a thing out.
NONE: Final = "none"
_SURE: Final = ("yes", "no")
#: What stands between names; one that stands in a name as well is none.
_SEPARATORS: Final = (",;", ",", ";")


class _Question(PromptBase[T]):
    """A question whose answer is understood by a function, which says what is wrong with it by one of our errors."""

    def __init__(self, question: str, shown: str, understood: Callable[[str], T]) -> None:
        prompt = Text.assemble((mask_message(question), "bold"), f"\n  [{mask_message(shown)}]")
        super().__init__(prompt, console=question_console(), show_default=False)
        self._understood = understood

    def pre_prompt(self) -> None:
        """Set the question apart from what was said before."""
        self.console.print()

    def process_response(self, value: str) -> T:
        """Understand an answer, or have the question asked again."""
        try:
            return self._understood(value.strip())
        except NoojeeError as error:
            text = mask_message(str(error).removeprefix("campaign: "))
            raise InvalidResponse(Text(text, style="prompt.invalid")) from None


def say(text: str = "") -> None:
    """Say something on stdout, where the questions stand, in lines that can be copied; phone numbers are masked."""
    question_console().print(mask_message(text), markup=False, highlight=False, soft_wrap=True)


def ask(question: str, default: T | None, shown: str, understood: Callable[[str], T]) -> T:
    """Ask until an answer can be understood.

    Args:
        question: what to ask.
        default: what an empty answer means; None = an empty answer is to be understood like any other.
        shown: the default as it is shown.
        understood: makes the answer of a text, or raises one of our errors, which says why it cannot be used.

    Returns:
        The answer.

    Raises:
        EOFError, KeyboardInterrupt: there is no answer.
    """
    prompt = _Question(question, shown, understood)
    return prompt() if default is None else prompt(default=default)


def agreed(question: str) -> bool:
    """Ask for yes or no; an empty answer is yes."""
    return ask(question, True, "yes", _yes_or_no)


def agreed_in_full(question: str) -> bool:
    """Ask for a yes that somebody has typed in full; an empty answer is no."""
    return ask(f"{question} Type yes in full to do it", False, "no", _typed_yes)


def existing_file(text: str) -> Path:
    """Understand the name of a file, which may stand in quotes, as systems copy it.

    Raises:
        LeadsError: there is none; the text names the nearest one of its folder.
    """
    text = text if Path(text).expanduser().is_file() else "".join(_named(text, ""))
    path = Path(text).expanduser()
    if path.is_file():
        return path
    beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
    raise LeadsError(f"there is no file {text}{did_you_mean(path.name, beside)}")


def several(text: str, understood: Callable[[str], T]) -> list[T]:
    """Understand an answer that names several things, with commas or semicolons between them, or in them.

    Args:
        text: the answer.
        understood: finds one thing by its name, or raises one of our errors.

    Example:
        >>> several('1; "2", 3', int)
        [1, 2, 3]
    """
    for separators in ("", *_SEPARATORS):
        with suppress(NoojeeError, ValueError):
            return [understood(name) for name in _named(text, separators)]
    return [understood(name) for name in _named(text, _SEPARATORS[0])]


def _named(text: str, separators: str) -> list[str]:
    """Return the names in an answer, those in quotes without them."""
    plain = f"[^{separators}]+" if separators else ".+"
    ends = f"(?:[{separators}]|$)" if separators else "$"
    quoted = "|".join(f"{quote}([^{quote}]*){quote}" for quote in "\"'")
    found = re.finditer(rf"\s*(?:(?:{quoted})\s*{ends}|({plain}){ends}|{ends})", text)
    return [name for one in found if (name := "".join(filter(None, one.groups())).strip())]


def _yes_or_no(text: str) -> bool:
    found = [word == "yes" for word in _SURE if word.startswith(text.casefold())]
    if not found:
        raise CampaignError(f"{text!r} is neither yes nor no{did_you_mean(text, _SURE)}")
    return found[0]


def _typed_yes(text: str) -> bool:
    if text.casefold() in ("n", "no"):
        return False
    if text.casefold() != "yes":
        raise CampaignError("only yes, typed in full, does it; no, or Enter alone, does not")
    return True
