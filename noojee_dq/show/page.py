"""HTML pages of ours: one base template, one style sheet, no script, nothing that would have to be loaded."""

import base64
import hashlib
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any, Final

from markupsafe import Markup, escape

if TYPE_CHECKING:
    from jinja2 import Environment

MAX_BYTES: Final = 200_000


def render_page(template: str, **context: Any) -> str:
    """Render a page, self-contained; its policy lets a browser load nothing, and use no style but ours.

    Args:
        template: the file in `show/templates`, which extends `base.html.j2`.
        context: what it shows; all text is escaped.

    Returns:
        The page.
    """
    css = _css("style.css.j2") + _css("page.css.j2")
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    versions = {name: _version(name) for name in ("noojee-dq", "pandas", "phonenumbers")}
    page = _templates().get_template(template)
    return page.render(css=Markup(css), style_hash=f"sha256-{digest}", versions=versions, **context)  # noqa: S704 - ours


def render_fragment(template: str, **context: Any) -> str:
    """Render a part of a page for a notebook, with the styles that it needs.

    Args:
        template: the file in `show/templates`, which extends `fragment.html.j2`.
        context: what it shows; all text is escaped.

    Returns:
        A `div`.
    """
    return _templates().get_template(template).render(css=Markup(_css("style.css.j2")), **context)  # noqa: S704 - ours


@cache
def _templates() -> "Environment":
    # Most commands show no page, and jinja2 takes a tenth of a second to import.
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("noojee_dq.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["code"] = as_code
    return environment


def as_code(text: str) -> Markup:
    """Write as code what stands between backticks, and everything escaped.

    Args:
        text: a sentence of ours.

    Example:
        >>> as_code("give `known=` <b>"), as_code("one ` alone")
        (Markup('give <code>known=</code> &lt;b&gt;'), Markup('one ` alone'))
    """
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return escape(text)
    between = (Markup("<code>{}</code>").format(part) if at % 2 else escape(part) for at, part in enumerate(parts))
    return Markup("").join(between)


def _css(name: str) -> str:
    return _templates().get_template(name).render()


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # run from its source folder
        return "(not installed)"
