"""The verdict on a lead file, in one sentence."""

import pandas as pd

from noojee_dq.codes import Remedy, ResultCode
from noojee_dq.report.absent_phones import absent_phones
from noojee_dq.report.found import Found
from noojee_dq.words.counts import counted
from noojee_dq.words.display import shown


def verdict(found: Found) -> str:
    """Say in one sentence whether the leads can be sent.

    Args:
        found: what a pre-flight found.

    Returns:
        The sentence, with its full stop or question mark.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "none"]})
        >>> verdict(nj.check(leads, nj.Campaign(phone_fields=["Phone"])))
        '1 of 2 leads is not ready to send: 1 to fix.'
    """
    if not len(found.leads):
        return "There is no lead in this file."
    errors = found.findings["severity"].eq("error").to_numpy()
    of_the_file = found.findings["code"][errors & (found.positions == -1)]
    if len(of_the_file):
        return _file_verdict(sorted({int(code) for code in of_the_file.dropna()}), found.held_back)
    absent = absent_phones(found)
    if absent:
        return f"No lead can be sent: {shown(absent.message)}{'' if absent.message.endswith('?') else '.'}"
    counts = found.counts
    if counts["ready"] == counts["leads"]:
        return _ready_verdict(found)
    return _unready_verdict(counts)


def passes(leads: int, severities: pd.Series) -> bool:
    """Say whether there are leads, and no error; warnings may stand. No lead at all is what a failed export leaves.

    Args:
        leads: how many there are.
        severities: of what was found.

    Example:
        >>> passes(1, pd.Series(["warning"])), passes(1, pd.Series(["error"])), passes(0, pd.Series([], dtype="str"))
        (True, False, False)
    """
    return leads > 0 and not severities.eq("error").any()


def _file_verdict(codes: list[int], held_back: int) -> str:
    settings = bool(codes) and all(ResultCode(code).remedy == Remedy.FIX_CAMPAIGN for code in codes)
    reason = "the campaign settings are wrong" if settings else "the file as a whole has an error"
    which = f" ({', '.join(map(str, codes))})" if codes else ""
    but_for_that = f"; but for that, {counted(held_back, 'lead')} would be ready" if held_back else ""
    return f"No lead can be sent: {reason}{which}{but_for_that}."


def _ready_verdict(found: Found) -> str:
    warned = found.noted
    leads = len(found.leads)
    if leads == 1:
        return "The only lead is ready to send, with warnings." if warned else "The only lead is ready to send."
    warnings = f", {warned:,} with warnings" if warned else ""
    return f"All {leads:,} leads are ready to send{warnings}."


def _unready_verdict(counts: dict[str, int]) -> str:
    unready = counts["leads"] - counts["ready"]
    parts = ", ".join(f"{counts[name]:,} to {name}" for name in ("fix", "drop", "review") if counts[name])
    verb = "is" if unready == 1 else "are"
    return f"{unready:,} of {counted(counts['leads'], 'lead')} {verb} not ready to send: {parts}."
