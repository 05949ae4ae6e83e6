"""What the other modules ask: whether this is a web edition, and where it will stand."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TypeGuard
from urllib.parse import urlsplit

from sphinx.builders import Builder
from sphinx.builders._epub_base import EpubBuilder
from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.config import Config
from sphinx.theming import Theme

#: The theme whose pages the press knows how to mend; themes made from it count too.
THEME = "sphinx_book_theme"
HERE = Path(__file__).parent


def is_web(builder: Builder) -> TypeGuard[StandaloneHTMLBuilder]:
    """Tell whether *builder* writes a site of pages in a theme that the press knows."""
    if not isinstance(builder, StandaloneHTMLBuilder):
        return False
    if isinstance(builder, (EpubBuilder, SingleFileHTMLBuilder)):
        return False
    return _is_known(builder.theme)


@cache
def _is_known(theme: Theme) -> bool:
    return THEME in {Path(folder).name for folder in theme.get_theme_dirs()}


def base_url(config: Config) -> str:
    """Return where the edition will stand, with a slash at its end; empty if that is unknown."""
    base: str = config.html_baseurl or ""
    return base.rstrip("/") + "/" if base else ""


def base_path(config: Config) -> str:
    """Return the path of that address on its host: "/" if it is unknown."""
    return urlsplit(base_url(config)).path or "/"
