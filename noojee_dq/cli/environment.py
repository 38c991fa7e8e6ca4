"""Options from the environment: one variable for each name, whatever the command."""

import os
from collections.abc import Iterable, Mapping
from typing import Any, Final

from noojee_dq.words.suggest import did_you_mean

PREFIX: Final = "NOOJEE_DQ_"
#: How the help calls the value of an option that names a file.
FILE: Final = "FILE"

#: Options that a person gives with the command: a variable that was forgotten must not send a lead, take a list for
#: what it is not, or write over a file.
TYPED_ONLY: Final = frozenset(
    {
        *("send", "all", "send-dnc", "allow", "accept-empty-lists", "accept-partial-lists", "accept-gone"),
        *("force", "output", "report", "ready", "rejected", "results", "changes"),
        *("html", "xlsx", "retry", "fix", "hand-over"),
    }
)

#: Whoever sets one of these counts on it: an empty value is a list that was lost on the way.
_NEVER_EMPTY: Final = ("dnc", "known", "require")


def variable(option: str) -> str:
    """Return the variable that stands for an option.

    Example:
        >>> variable("fail-on")
        'NOOJEE_DQ_FAIL_ON'
    """
    return PREFIX + option.replace("-", "_").upper()


def name_of(option: Any) -> str:
    """Return the long name of an option, without its dashes."""
    return max(option.opts, key=len).lstrip("-")


def options_of(command: Any) -> list[Any]:
    """Return the options that a command declares."""
    return [one for one in command.params if one.param_type_name == "option"]


def from_environment(options: Iterable[Any]) -> dict[str, Any]:
    """Return what the environment says of some options, by the names of their parameters.

    Args:
        options: of a command. One that may be repeated is a list: of files as in PATH, of anything else with commas.
    """
    found: dict[str, Any] = {}
    for option in options:
        name = name_of(option)
        text = "" if name in TYPED_ONLY else os.environ.get(variable(name), "")
        if text:
            found[option.name] = _parts(text, option) if option.multiple else text
    return found


def _parts(text: str, option: Any) -> list[str]:
    separator = os.pathsep if option.metavar == FILE else ","
    return [part.strip() for part in text.split(separator) if part.strip()]


def wrong_variable(environment: Mapping[str, str], options: Iterable[str]) -> str:
    """Say which variable stands for no option, or for one that has to be typed; "" = there is none.

    Args:
        environment: of the process.
        options: the names of all options of all commands.

    Example:
        >>> wrong_variable({"NOOJEE_DQ_FAIL_NO": "warning"}, ["fail-on"])
        "NOOJEE_DQ_FAIL_NO stands for no option; did you mean 'NOOJEE_DQ_FAIL_ON'? Rename it, or unset it"
        >>> wrong_variable({"NOOJEE_DQ_SEND": "1"}, ["send"])
        'NOOJEE_DQ_SEND: what sends, permits or overwrites is only taken as it is typed: unset it, and give --send'
    """
    known = {variable(option): option for option in options}
    for option in _NEVER_EMPTY:
        if not environment.get(variable(option), option).strip(f" ,{os.pathsep}"):
            return f"{variable(option)} is empty, which may be a slip: unset it, or give it the value of --{option}"
    for name in variables(environment):
        if name not in known:
            near = did_you_mean(name, list(known))
            return (
                f"{name} stands for no option{near} Rename it, or unset it"
                if near
                else f"{name} stands for no option: unset it"
            )
        if known[name] in TYPED_ONLY:
            what = "what sends, permits or overwrites is only taken as it is typed"
            return f"{name}: {what}: unset it, and give --{known[name]}"
    return ""


def variables(environment: Mapping[str, str]) -> list[str]:
    """Return the variables that are meant for this program.

    Example:
        >>> variables({"HOME": "/home/ann", "NOOJEE_DQ_FORMAT": "json"})
        ['NOOJEE_DQ_FORMAT']
    """
    return [name for name, value in environment.items() if name.startswith(PREFIX) and value]
