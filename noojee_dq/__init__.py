"""noojee_dq: what the Noojee lead API would say to each lead, before anything is sent.

Example:
    >>> import noojee_dq as nj, pandas as pd
    >>> leads = pd.DataFrame({"Phone": ["0491 570 006", ""]})
    >>> nj.check(leads, nj.Campaign(phone_fields=["Phone"])).annotated["dq_expected_code"].tolist()
    [0, 102]
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from noojee_dq import accessor as accessor  # registers df.noojee

if TYPE_CHECKING:
    from noojee_dq.campaign import Campaign, PhonePattern
    from noojee_dq.codes import ResultCode
    from noojee_dq.errors import CampaignError, CheckCrashedError, LeadsError, NoojeeError, PbxError
    from noojee_dq.leads import read_leads, write_leads
    from noojee_dq.phones import parse_phones
    from noojee_dq.preflight import check
    from noojee_dq.report import Report
    from noojee_dq.sandbox import Sandbox
    from noojee_dq.schema import insert_schema, update_schema

#: Public name -> module. A name is imported when it is first used, so that the command line starts quickly.
_HOMES = {
    "Campaign": "campaign",
    "CampaignError": "errors",
    "CheckCrashedError": "errors",
    "LeadsError": "errors",
    "NoojeeError": "errors",
    "PbxError": "errors",
    "PhonePattern": "campaign",
    "Report": "report",
    "ResultCode": "codes",
    "Sandbox": "sandbox",
    "check": "preflight",
    "insert_schema": "schema",
    "parse_phones": "phones",
    "read_leads": "leads",
    "update_schema": "schema",
    "write_leads": "leads",
}

__all__ = [
    "Campaign",
    "CampaignError",
    "CheckCrashedError",
    "LeadsError",
    "NoojeeError",
    "PbxError",
    "PhonePattern",
    "Report",
    "ResultCode",
    "Sandbox",
    "check",
    "insert_schema",
    "parse_phones",
    "read_leads",
    "update_schema",
    "write_leads",
]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)


def __dir__() -> list[str]:
    return __all__
