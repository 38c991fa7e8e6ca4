"""The sandbox in a shell: which campaign it takes, and what it says at its start and end."""

from collections import Counter
from importlib import resources
from pathlib import Path

from noojee_dq.campaign import Campaign
from noojee_dq.codes import ResultCode
from noojee_dq.sandbox.sandbox import Sandbox
from noojee_dq.words.counts import counted


def campaign_for(path: Path | None) -> Campaign:
    """Read the campaign of a file; without one that of ./campaign.toml, or else of the bundled sample."""
    if path is None and Path("campaign.toml").exists():
        path = Path("campaign.toml")
    if path is not None:
        return Campaign.from_toml(path)
    with resources.as_file(resources.files("noojee_dq") / "sample" / "campaign.toml") as sample:
        return Campaign.from_toml(sample)


def usage(pbx: Sandbox) -> str:
    """Say how to send leads to a running sandbox.

    Example:
        >>> with Sandbox(Campaign(phone_fields=["Phone"]), api_key="made-up") as pbx:
        ...     print(usage(pbx).splitlines()[-4])
          NOOJEE_API_KEY=made-up noojee-dq submit leads.csv -c campaign.toml --send
    """
    campaign = pbx.campaign
    return "\n".join(
        [
            f"A make-believe PBX with the phone fields {', '.join(campaign.phone_fields) or '(none)'}.",
            "In the campaign file:",
            "  [campaign]",
            *(f"  {name} = {getattr(campaign, name)!r}" for name in ("template_id", "campaign_id", "allocation_id")),
            "  [server]",
            f'  url = "{pbx.url}"',
            "Then:",
            f"  NOOJEE_API_KEY={pbx.api_key} noojee-dq submit leads.csv -c campaign.toml --send",
            "or, on Windows, in a line before it:",
            f'  $env:NOOJEE_API_KEY = "{pbx.api_key}"  (PowerShell), or  set NOOJEE_API_KEY={pbx.api_key}  (cmd)',
            "Ctrl-C ends it.",
        ]
    )


def summary(pbx: Sandbox) -> str:
    """Say what came in: calls by code and by fault, and how many leads were inserted.

    Example:
        >>> print(summary(Sandbox(Campaign())))
        0 calls, 0 leads inserted
    """
    faults = Counter(pbx.log["fault"]) - Counter({"": len(pbx.log)})
    return "\n".join(
        [
            f"{counted(pbx.calls, 'call')}, {counted(pbx.inserted, 'lead')} inserted",
            *(f"  {code:>3} {ResultCode(code).name}: {count:,}" for code, count in pbx.counts.items()),
            *(f"  fault {kind}: {count:,}" for kind, count in sorted(faults.items())),
        ]
    )
