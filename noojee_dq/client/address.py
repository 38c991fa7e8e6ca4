"""Where the calls go: the campaign's server and ids as URLs, without the key."""

from ipaddress import ip_address

import httpx

from noojee_dq.campaign import Campaign
from noojee_dq.errors import CampaignError

#: Below the address of the PBX (Noojee Contact API).
API_PATH = "/servicemanager/rest/CampaignAPI"

_LAST_PORT = 65_535

#: Setting of the campaign -> query parameter.
_IDS = {"template_id": "fTemplateId", "campaign_id": "fCampaignId", "allocation_id": "fAllocationId"}


def api_address(campaign: Campaign) -> httpx.URL:
    """Return the address of the campaign's lead API.

    Args:
        campaign: its `url` may end with slashes, and may hold the path of the API already.

    Returns:
        The address, without a slash at its end.

    Raises:
        CampaignError: there is no url, it is no address, or it is not HTTPS although it leaves this computer.

    Example:
        >>> str(api_address(Campaign(url="https://pbx.example.com/")))
        'https://pbx.example.com/servicemanager/rest/CampaignAPI'
    """
    if not campaign.url.strip():
        raise CampaignError('campaign: url is missing: give the address of the PBX, as in "https://pbx.example.com"')
    url = _parsed(campaign.url.strip())
    if url is None or url.scheme not in ("https", "http") or not url.host:
        raise CampaignError('campaign: url must be the address of the PBX, as in "https://pbx.example.com"')
    if url.scheme == "http" and not is_loopback(url):
        raise CampaignError("campaign: url must begin with https://: plain http would show the API key to the network")
    if url.port is not None and not 1 <= url.port <= _LAST_PORT:
        raise CampaignError(f"campaign: url: there is no port {url.port}: ports are numbers from 1 to {_LAST_PORT:,}")
    prefix = url.path.partition(API_PATH)[0].rstrip("/")
    return url.copy_with(path=prefix + API_PATH, query=None, fragment=None)


def is_loopback(url: httpx.URL) -> bool:
    """Say whether an address is on this computer.

    Example:
        >>> is_loopback(httpx.URL("http://127.0.0.9:8000")), is_loopback(httpx.URL("http://127.0.0.1.example.com"))
        (True, False)
    """
    try:
        return ip_address(url.host).is_loopback
    except ValueError:
        return url.host == "localhost"


def ids(campaign: Campaign) -> dict[str, str]:
    """Return the query parameters that name template, campaign and allocation.

    Raises:
        CampaignError: an id is missing; the text names it.

    Example:
        >>> ids(Campaign(template_id=41, campaign_id=41, allocation_id=38))
        {'fTemplateId': '41', 'fCampaignId': '41', 'fAllocationId': '38'}
    """
    values = {name: str(getattr(campaign, name) or "").strip() for name in _IDS}
    missing = [name for name, value in values.items() if not value]
    if missing:
        raise CampaignError(f"campaign: {', '.join(missing)} missing: the PBX must be told where the leads go")
    return {_IDS[name]: value for name, value in values.items()}


def _parsed(text: str) -> httpx.URL | None:
    try:
        url = httpx.URL(text)
        # The codec with which the operating system is asked: it refuses labels that are too long.
        url.host.encode("idna")
    except (httpx.InvalidURL, UnicodeError):
        return None
    return url
