"""The bundled sample, and a lead file of hostile values."""

from functools import cache
from importlib import resources

import pandas as pd

import noojee_dq as nj

_FOLDER = resources.files("noojee_dq") / "sample"

#: Values that a spreadsheet, a browser, a terminal or Markdown could run, hide or choke on.
HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><style>*{display:none}</style>",
    "\u202etxt.exe\u2066",
    "nul\x00inside",
    "x" * 10_000,
    '=HYPERLINK("http://evil.example","click")',
    "+1-1",
    "-1+1",
    "@SUM(1)",
    "=cmd|' /C calc'!A0",
    "http://evil.example",
    "[x](javascript:alert(1))",
    "| a | b |",
    "_x0041_",
    "line\r\nbreak\rand\ttab",
    "\x1b[31mred\x1b]8;;http://evil.example\x07",
    "{{ 7*7 }}{% raw %}",
    " outer blanks ",
    "0012",
    "1e5",
    "TRUE",
)


def sample_leads() -> pd.DataFrame:
    """The sample's leads, as `read_leads` gives them."""
    with resources.as_file(_FOLDER / "leads.csv") as file:
        return nj.read_leads(file)


@cache
def sample_report() -> nj.Report:
    """The report on the sample; nobody changes it."""
    with resources.as_file(_FOLDER) as folder:
        campaign = nj.Campaign.from_toml(folder / "campaign.toml")
        known, dnc = folder / "known.csv", folder / "dnc.csv"
        return nj.check(nj.read_leads(folder / "leads.csv"), campaign, known=known, dnc=dnc)
