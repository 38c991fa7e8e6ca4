"""An analysis as HTML: a self-contained page, and a fragment for notebooks; styles as those of a report."""

from noojee_dq.analysis.outcomes import Outcomes
from noojee_dq.analysis.view import view
from noojee_dq.show.page import render_fragment, render_page


def render_html(run: Outcomes) -> str:
    """Write the analysis as one HTML page, without scripts or anything that would have to be loaded.

    Args:
        run: what became of its leads.

    Returns:
        The page, masked; its size does not grow with the number of leads.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> results = pd.DataFrame({"api_code": [105], "api_outcome": ["rejected"], "api_action": ["drop"]})
        >>> "1 lead: 1 refused." in render_html(nj.analyse(results))
        True
    """
    return render_page("analysis.html.j2", view=view(run))


def render_html_fragment(run: Outcomes) -> str:
    """Write the analysis for a notebook: a `div` with its own styles, masked.

    Example:
        >>> import noojee_dq as nj, pandas as pd
        >>> results = pd.DataFrame({"api_code": [105], "api_outcome": ["rejected"], "api_action": ["drop"]})
        >>> render_html_fragment(nj.analyse(results)).startswith('<div class="noojee-dq">')
        True
    """
    return render_fragment("analysis_fragment.html.j2", view=view(run))
