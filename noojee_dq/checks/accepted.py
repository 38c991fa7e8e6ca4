"""Salted hashes of phone numbers and external ids: how a journal remembers which ones were accepted."""

import hashlib
from collections.abc import Iterable

NUMBER = "number"
EXTERNAL_ID = "id"


def key_hashes(keys: Iterable[str], salt: bytes) -> list[bytes]:
    """The salted hash of each phone number (in normal form) or external id.

    It keeps numbers out of plain sight, and no more: whoever has the file, and with it the salt, can undo a hash by
    trying all phone numbers.

    Args:
        keys: numbers in normal form, or external ids.
        salt: of the journal, at most 64 bytes.

    Returns:
        Hashes of 16 bytes (BLAKE2b, RFC 7693), in the same order.

    Example:
        >>> [len(digest) for digest in key_hashes(["+61491570006", "A-1"], b"salt")]
        [16, 16]
    """
    # A call per key: no library hashes a column with BLAKE2b, and it is a microsecond each.
    return [hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=16, key=salt).digest() for key in keys]
