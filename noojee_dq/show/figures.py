"""Figures of matplotlib, which only notebooks have."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure


def new_figure(columns: int, size: tuple[float, float]) -> "tuple[Figure, list[Any]]":
    """Make a figure with some axes beside each other.

    Args:
        columns: how many axes.
        size: width and height in inches.

    Returns:
        The figure and its axes.

    Raises:
        ImportError: matplotlib is not installed.
    """
    try:
        from matplotlib import pyplot
    except ImportError:
        raise ImportError("plot() needs matplotlib: pip install 'noojee-dq[notebook]'") from None

    figure, axes = pyplot.subplots(1, columns, figsize=size, layout="constrained", squeeze=False)
    # Else a notebook would show it twice: as the value of the cell, and as an open figure.
    pyplot.close(figure)
    return figure, axes[0].tolist()
