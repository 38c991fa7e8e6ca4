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
_SIZE = (9.0, 3.6)
#: Share of the fullest hour from which on black would not be read.
_DARK = 0.6


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
    if week is None:
        axes.set_axis_off()
        axes.text(0.5, 0.5, "no lead has a callback", ha="center", va="center", transform=axes.transAxes)
        return figure
    axes.set(title="When callbacks would ring", xlabel="hour, as the list has it")
    figure.colorbar(_draw_callbacks(axes, week), ax=axes, label="callbacks")
    _draw_open_hours(axes, week)
    return figure


def _draw_callbacks(axes: Any, week: CallbackWeek) -> Any:
    from matplotlib.colors import PowerNorm

    callbacks = np.zeros((len(week.days), HOURS_OF_DAY))
    for hour in week.hours:
        callbacks[hour.weekday, hour.hour] = hour.callbacks
        color = "white" if hour.share > _DARK else "black"
        place = hour.hour + 0.5, hour.weekday + 0.5
        axes.text(*place, f"{hour.callbacks}", ha="center", va="center", fontsize=6, color=color)
    axes.set_xticks(range(0, HOURS_OF_DAY + 1, 3))
    axes.set_yticks([day + 0.5 for day in range(len(week.days))], week.days)
    # By the root, as on the page: else the fullest hour would leave all others without a colour.
    norm = PowerNorm(0.5, vmin=0, vmax=callbacks.max())
    extent = (0, HOURS_OF_DAY, len(week.days), 0)
    return axes.imshow(callbacks, cmap="Blues", aspect="auto", extent=extent, norm=norm)


def _draw_open_hours(axes: Any, week: CallbackWeek) -> None:
    for window in week.open:
        ends = window.opens, window.opens, window.closes, window.closes, window.opens
        below = window.weekday + 1
        axes.plot(ends, (window.weekday, below, below, window.weekday, window.weekday), color=_OPEN, linewidth=1.5)
    if week.open:
        axes.lines[0].set_label("hours in which one may call")
        axes.legend(loc="upper left", bbox_to_anchor=(0, -0.2), frameon=False)
