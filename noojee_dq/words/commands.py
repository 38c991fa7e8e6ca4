"""Commands that a person is told to type next."""

import shlex


def options_with(**given: object) -> list[str]:
    """Return options for another command: what was not given is left out, what was given several times is repeated.

    Args:
        given: values, by the names of the options.

    Example:
        >>> options_with(api_key_file="key", dnc=["a.csv", "b.csv"], known=None, accept_gone=True)
        ['--api-key-file', 'key', '--dnc', 'a.csv', '--dnc', 'b.csv', '--accept-gone']
    """
    found: list[str] = []
    for name, value in given.items():
        option = f"--{name.replace('_', '-')}"
        if value is True:
            found.append(option)
        elif value:
            found += [part for one in (value if isinstance(value, list) else [value]) for part in (option, str(one))]
    return found


def command(*words: object, **options: object) -> str:
    """Write a command, quoted for a shell.

    Args:
        words: its name, and what it takes.
        options: as for `options_with`.

    Example:
        >>> command("resume", "my run.sqlite", results="out.csv")
        "noojee-dq resume 'my run.sqlite' --results out.csv"
    """
    return shlex.join(["noojee-dq", *map(str, words), *options_with(**options)])
