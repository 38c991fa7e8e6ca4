"""A command of a GitHub workflow, as its log takes it (GitHub Actions, "Workflow commands")."""

from typing import Final

#: What ends a command or a property, written so that it does not.
_DATA: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY: Final = _DATA | str.maketrans({":": "%3A", ",": "%2C"})


def workflow_command(name: str, text: str, **properties: str) -> str:
    """Write a workflow command.

    Args:
        name: of the command: "error", "warning", "notice".
        text: what it says.
        properties: where it stands, and under which title.

    Example:
        >>> workflow_command("error", "no number\\nat all", file="a,b.csv", line="2")
        '::error file=a%2Cb.csv,line=2::no number%0Aat all'
    """
    listed = ",".join(f"{key}={value.translate(_PROPERTY)}" for key, value in properties.items())
    return f"::{name} {listed}::{text.translate(_DATA)}"
