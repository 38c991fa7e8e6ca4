"""The headers of every call."""

from importlib.metadata import version

HEADERS = {
    "Accept": "application/json",
    # The answers are short; and a compressed one could unpack to any size.
    "Accept-Encoding": "identity",
    "Content-Type": "application/json",
    "User-Agent": f"noojee-dq/{version('noojee-dq')}",
}
