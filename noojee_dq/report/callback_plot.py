"""A report as a figure: when callbacks would ring."""

from typing import TYPE_CHECKING, Any

import numpy as np

from noojee_dq.report.callback_tally import HOURS_OF_DAY
from noojee_dq.report.callback_week import CallbackWeek, callback_week
from noojee_dq.report.found import Found
from noojee_dq.show.figures import new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

_OPEN = "#2e9d68"
_SIZE = (8.0, 3.2)


def plot_callbacks(found: Found) -> "Figure":
    """Draw when callbacks would ring, hours by weekdays, with the hours in which one may call.

    Args:
        found: what a pre-flight found.

    Returns:
        The figure; a notebook shows it where it is the last value of a cell, `savefig` writes it.

    Raises:
        ImportError: matplotlib is not installed.
    """
    figure, (axes,) = new_figure(1, _SIZE)
    week = callback_week(found)
    axes.set(title="When callbacks would ring", xlabel="hour, as the list has it")
    if week is None:
        axes.text(0.5, 0.5, "no callbacks", ha="center", va="center", transform=axes.transAxes)
        return figure
    _draw_week(axes, week)
    return figure


def _draw_week(axes: Any, week: CallbackWeek) -> None:
    shares = np.zeros((len(week.days), HOURS_OF_DAY))
    for hour in week.hours:
        shares[hour.weekday, hour.hour] = hour.share
    axes.imshow(shares, cmap="Blues", aspect="auto", extent=(0, HOURS_OF_DAY, len(week.days), 0), vmin=0, vmax=1)
    for window in week.open:
        ends = window.opens, window.opens, window.closes, window.closes, window.opens
        below = window.weekday + 1
        axes.plot(ends, (window.weekday, below, below, window.weekday, window.weekday), color=_OPEN, linewidth=1.5)
    axes.set_xticks(range(0, HOURS_OF_DAY + 1, 3))
    axes.set_yticks([day + 0.5 for day in range(len(week.days))], week.days)
