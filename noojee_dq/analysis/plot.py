"""An analysis as a figure: the codes, expected against actual, and the rate over time."""

from typing import TYPE_CHECKING, Any

from noojee_dq.analysis.outcomes import Outcomes
from noojee_dq.codes import ResultCode
from noojee_dq.show.figures import new_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure


_MOST_CODES = 15
_ACCEPTED, _OTHER, _LINE = "#2e9d68", "#c9731a", "#3465a4"
_SIZE = (14.0, 4.2)


def plot(run: Outcomes) -> "Figure":
    """Draw the run.

    Args:
        run: what became of its leads.

    Returns:
        The figure; a notebook shows it where it is the last value of a cell, `savefig` writes it.

    Raises:
        ImportError: matplotlib is not installed.
    """
    figure, (codes, matrix, rate) = new_figure(3, _SIZE)
    _draw_codes(codes, run)
    _draw_matrix(matrix, run)
    _draw_rate(rate, run)
    return figure


def _draw_codes(axes: Any, run: Outcomes) -> None:
    lines = run.by_code.head(_MOST_CODES).iloc[::-1]
    names = [
        f"{code} {result}".removeprefix("<NA> ") for code, result in zip(lines["code"], lines["result"], strict=True)
    ]
    accepted = lines["code"].eq(ResultCode.OK).fillna(value=False)
    bars = axes.barh(range(len(lines)), lines["count"], color=[_ACCEPTED if one else _OTHER for one in accepted])
    axes.bar_label(bars, fmt="{:,.0f}", padding=2)
    axes.set_yticks(range(len(lines)), [name or "no code" for name in names])
    axes.margins(x=0.15)
    axes.set(title="What came back", xlabel="leads")


def _draw_matrix(axes: Any, run: Outcomes) -> None:
    matrix = run.confusion.iloc[:_MOST_CODES, :_MOST_CODES]
    axes.set(title="Expected against actual", xlabel="actual", ylabel="expected")
    axes.set_xticks(range(len(matrix)), [str(code) for code in matrix.columns])
    axes.set_yticks(range(len(matrix)), [str(code) for code in matrix.index])
    if matrix.empty:
        axes.text(0.5, 0.5, "not known", ha="center", va="center", transform=axes.transAxes)
        return
    # By the root: else the many that went well would leave all others without a colour.
    axes.imshow(matrix.pow(0.5), cmap="Blues")
    largest = int(matrix.to_numpy().max())
    for row, counts in enumerate(matrix.to_numpy().tolist()):
        for column, count in enumerate(counts):
            if count:
                colour = "white" if count > largest / 4 else "black"
                axes.text(column, row, f"{count:,}", ha="center", va="center", color=colour)


def _draw_rate(axes: Any, run: Outcomes) -> None:
    steps = run.timeline
    axes.set(title="Rate over time (UTC)", ylabel="requests a second")
    if steps.empty:
        axes.text(0.5, 0.5, "not known", ha="center", va="center", transform=axes.transAxes)
        return
    axes.step(steps.index, steps["rate"], where="post", color=_LINE)
    axes.fill_between(steps.index, steps["rate"], step="post", color=_LINE, alpha=0.2)
    axes.set_ylim(bottom=0)
    axes.tick_params(axis="x", rotation=30)
