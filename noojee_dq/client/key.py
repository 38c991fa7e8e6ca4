"""`ApiKey`: the key of the API, which shows itself to nobody."""

import os
import re
from pathlib import Path
from typing import NoReturn, Self

from noojee_dq.errors import CampaignError

#: The environment variable that may hold the key.
VARIABLE = "NOOJEE_API_KEY"

_HIDDEN = "•••"
_QUOTES = "\"'`"
_MISSING = f"is missing: give it in {VARIABLE}, or in a file (in a shell --api-key-file)"


class ApiKey:
    """The API key. It travels in the URL, so whatever shows a URL would leak it: only the transport reads it.

    Args:
        text: the key; white space around it is dropped.

    Raises:
        CampaignError: the text cannot be a key; the message does not show it.

    Example:
        >>> key = ApiKey("3f0c9c1e-made-up")
        >>> key, f"{key}", key.scrub("GET /?apiKey=3f0c9c1e-made-up")
        (ApiKey(•••), 'ApiKey(•••)', 'GET /?apiKey=•••')
    """

    __slots__ = ("_pattern", "_text")

    def __init__(self, text: str) -> None:
        problem = _problem(text)
        if problem:
            # A traceback with locals would show even what is only nearly the key.
            del text
            raise CampaignError(f"the API key {problem}")
        self._text = text.strip()
        self._pattern = re.compile("".join(map(_any_form, self._text)), re.IGNORECASE)

    @classmethod
    def find(cls, api_key: "str | ApiKey | None" = None, file: Path | None = None) -> Self | "ApiKey":
        """Take the key from the first place that has one: the argument, the file, the environment.

        Args:
            api_key: the key, if the caller has it.
            file: a text file with the key alone.

        Returns:
            The key.

        Raises:
            CampaignError: there is no key, or what was found cannot be one.

        Example:
            >>> ApiKey.find("3f0c9c1e-made-up")
            ApiKey(•••)
        """
        if isinstance(api_key, ApiKey):
            return api_key
        source = "given" if api_key is not None else f"in {file.name}" if file is not None else f"in {VARIABLE}"
        text = api_key if api_key is not None else _read(file) if file is not None else os.environ.get(VARIABLE)
        problem = _MISSING if text is None else _problem(text)
        if text is not None and not problem:
            return cls(text)
        del text, api_key
        raise CampaignError(f"the API key {source} {problem}")

    def reveal(self) -> str:
        """Return the key itself; for the transport alone."""
        return self._text

    def scrub(self, text: str) -> str:
        """Return the text without the key, in whatever case and escaping it stands there.

        Args:
            text: what a server said, or what is about to be logged.

        Returns:
            The text with dots in the place of the key.

        Example:
            >>> ApiKey("a/b").scrub("Location: /login?apiKey=a%2Fb")
            'Location: /login?apiKey=•••'
        """
        return self._pattern.sub(_HIDDEN, text)

    def __repr__(self) -> str:
        return f"ApiKey({_HIDDEN})"

    def __reduce__(self) -> NoReturn:
        raise TypeError("an API key is not pickled or copied: give it anew where it is needed")


def _problem(text: object) -> str:
    """Say why a text cannot be a key; "" = it can."""
    if not isinstance(text, str):
        return "must be text"
    key = text.strip()
    if not key:
        return "is empty"
    if any(map(str.isspace, key)):
        return "holds white space: give the key alone, without quotation marks or a name before it"
    if key[0] in _QUOTES or key[-1] in _QUOTES:
        return "stands in quotation marks: give the key alone"
    if re.search(r"=[^=]", key):
        return "has a name before it, as in NAME=key: give the key alone"
    if not (key.isascii() and key.isprintable()):
        return "holds characters that no key has: copy it anew from the PBX"
    return ""


def _any_form(character: str) -> str:
    """Return a pattern for a character as it is, behind a backslash, or percent-encoded."""
    return rf"(?:\\?{re.escape(character)}|%{ord(character):02x})"


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        problem = f"cannot be read ({error.strerror})"
    except UnicodeDecodeError:
        problem = "is no text file"
    # Outside the handlers: the exception would carry the bytes of the file along as its context.
    raise CampaignError(f"{file.name}: {problem}; it should hold the API key alone")
