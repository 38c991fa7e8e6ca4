"""The verdict on a lead file, in one sentence."""

from noojee_dq.codes import Remedy, ResultCode
from noojee_dq.report.report import Report


def verdict(report: Report) -> str:
    """Say in one sentence whether the leads can be sent.

    Args:
        report: the report of a pre-flight.

    Returns:
        The sentence, with a full stop.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> leads = pd.DataFrame({"Phone": ["0491 570 006", "none"]})
        >>> verdict(nj.check(leads, nj.Campaign(phone_fields=["Phone"])))
        '1 of 2 leads is not ready to send: 1 to fix.'
    """
    if not len(report.leads):
        return "There is no lead in this file."
    errors = report.findings["severity"].eq("error").to_numpy()
    of_the_file = report.findings["code"][errors & (report.positions == -1)]
    if len(of_the_file):
        return _file_verdict(sorted({int(code) for code in of_the_file.dropna()}))
    counts = report.counts
    if counts["ready"] == counts["leads"]:
        return _ready_verdict(report)
    return _unready_verdict(counts)


def count(number: int, noun: str) -> str:
    """A number with its noun.

    Args:
        number: how many.
        noun: the singular of a noun that takes an s.

    Returns:
        Both, with thousands separators.

    Example:
        >>> count(1, "lead"), count(25600, "lead")
        ('1 lead', '25,600 leads')
    """
    return f"{number:,} {noun}" + ("" if number == 1 else "s")


def _file_verdict(codes: list[int]) -> str:
    settings = bool(codes) and all(ResultCode(code).remedy == Remedy.FIX_CAMPAIGN for code in codes)
    reason = "the campaign settings are wrong" if settings else "the file as a whole has an error"
    return f"No lead can be sent: {reason}" + (f" ({', '.join(map(str, codes))})." if codes else ".")


def _ready_verdict(report: Report) -> str:
    warned = len(set(report.positions[report.positions >= 0].tolist()))
    leads = len(report.leads)
    if leads == 1:
        return "The only lead is ready to send, with warnings." if warned else "The only lead is ready to send."
    warnings = f", {warned:,} with warnings" if warned else ""
    return f"All {leads:,} leads are ready to send{warnings}."


def _unready_verdict(counts: dict[str, int]) -> str:
    unready = counts["leads"] - counts["ready"]
    parts = ", ".join(f"{counts[name]:,} to {name}" for name in ("fix", "drop", "review") if counts[name])
    verb = "is" if unready == 1 else "are"
    return f"{unready:,} of {count(counts['leads'], 'lead')} {verb} not ready to send: {parts}."
