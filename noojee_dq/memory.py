"""How much memory the computer has: what does not fit is worked on in parts, or refused."""

import os
from contextlib import suppress
from pathlib import Path
from typing import Final

#: What a container may use, where it is one (Linux, cgroup 2).
_CONTAINER: Final = Path("/sys/fs/cgroup/memory.max")


def memory_of_computer() -> int:
    """Return the bytes of memory that there are, for this container where it is one; 0 = the system does not say.

    Example:
        >>> memory_of_computer() >= 0
        True
    """
    if not hasattr(os, "sysconf"):
        return 0
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    # Without a limit it says "max".
    with suppress(OSError, ValueError):
        memory = min(memory, int(_CONTAINER.read_text()))
    return memory


def in_words(size: int) -> str:
    """Write a number of bytes.

    Example:
        >>> in_words(3_400_000_000), in_words(12_000)
        ('3.4 GB', '0.1 MB')
    """
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{max(size / 1e6, 0.1):.1f} MB"
