"""Checks of ``conf.py`` as a whole, and the place of what is wrong in it.

Every room checks its own settings; here this is done before anything is read, and what is
wrong is reported by file and line.  Besides:

* a name that begins with ``press_`` and is no setting is an error;
* a name that nothing knows and that is nearly one of a setting, unless ``conf.py`` itself
  makes use of it, is a warning of type ``press.setting``;
* what Sphinx cannot start with is told by the line that it comes from.
"""

from __future__ import annotations

import ast
import difflib
import re
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from pybtex.plugin import PluginNotFound  # type: ignore[import-untyped]
from pybtex.plugin import find_plugin as find_formatting
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ConfigError, ExtensionError, SphinxError, VersionRequirementError
from sphinx.util import logging
from sphinxcontrib.bibtex.plugin import find_plugin as find_referencing

from . import __version__, cover, figures, metadata, reach
from .epub import options as epub_options
from .errors import SettingError
from .kinds import TEXT, TEXTS
from .places import Source, place_messages
from .typst import options as print_options

logger = logging.getLogger(__name__)


# -- what is wrong with it --------------------------------------------------------------------


def _claims(config: Config, confdir: Path) -> None:
    TEXT.check(config.press_claims_subject, "press_claims_subject")
    TEXT.check(config.press_claims_points, "press_claims_points")
    if config.press_claims_points and not (confdir / config.press_claims_points).is_file():
        message = f"is no file: {confdir / config.press_claims_points}"
        raise SettingError(message, "press_claims_points")
    verdicts = config.press_claims_verdicts
    TEXTS.check(verdicts, "press_claims_verdicts")
    if not verdicts or len(set(verdicts)) < len(verdicts):
        raise SettingError("needs verdicts, each once", "press_claims_verdicts")


def _bibliography(config: Config, confdir: Path) -> None:
    if config.bibtex_bibfiles is None:
        raise SettingError("is not set: name the bibliography's files", "bibtex_bibfiles")
    TEXTS.check(config.bibtex_bibfiles, "bibtex_bibfiles")
    for name in config.bibtex_bibfiles:
        if not (confdir / name).is_file():
            raise SettingError(f"is no file: {confdir / name}", "bibtex_bibfiles")
    for setting, group, find in _STYLES:
        TEXT.check(getattr(config, setting), setting)
        try:
            find(group, getattr(config, setting))
        except (PluginNotFound, ImportError):
            message = f"is no style: {getattr(config, setting)!r}"
            raise SettingError(message, setting) from None


#: The settings that name a style of sphinxcontrib-bibtex, and how it looks for it.
_STYLES: tuple[tuple[str, str, Callable[[str, str], object]], ...] = (
    ("bibtex_default_style", "pybtex.style.formatting", find_formatting),
    ("bibtex_reference_style", "sphinxcontrib.bibtex.style.referencing", find_referencing),
)


def _numbers(config: Config, _confdir: Path) -> None:
    """Check ``numfig_format``, whose texts Sphinx fills in without a look at them."""
    for kind, text in dict(config.numfig_format or {}).items():
        try:
            text.format(number="1", name="A") if "{" in text else text % "1"
        except (AttributeError, KeyError, IndexError, TypeError, ValueError):
            raise SettingError(f"is no text with one %s: {text!r}", "numfig_format", kind) from None


def _colors(config: Config, _confdir: Path) -> None:
    """Check ``pygments_style``, which Sphinx looks up while it writes."""
    from sphinx.highlighting import PygmentsBridge

    if config.pygments_style:
        try:
            PygmentsBridge("html", config.pygments_style)
        except Exception:  # noqa: BLE001 (an import may fail in any way)
            message = f"is no style of Pygments: {config.pygments_style!r}"
            raise SettingError(message, "pygments_style") from None


def _reading(config: Config, confdir: Path) -> None:
    """Check what Sphinx relies upon when it looks for documents and templates."""
    TEXT.check(config.root_doc, "root_doc")
    for setting in ("exclude_patterns", "include_patterns", "templates_path"):
        TEXTS.check(getattr(config, setting), setting)
    suffixes: Any = config.source_suffix
    if not isinstance(suffixes, (str, list, tuple, dict)):
        raise SettingError(f"is no list of suffixes: {suffixes!r}", "source_suffix")
    for suffix in [suffixes] if isinstance(suffixes, str) else suffixes:
        if not str(suffix).startswith("."):
            raise SettingError(f"has no dot: {suffix!r}", "source_suffix")
    for name in config.templates_path:
        if not (confdir / name).is_dir():  # which Sphinx passes over
            logger.warning(
                "templates_path is no folder: %s",
                confdir / name,
                location=Source(confdir).place("templates_path"),
                type="press",
                subtype="setting",
            )


def _print(config: Config, confdir: Path) -> None:
    for name in print_options.from_config(config).font_paths:
        if not (confdir / name).is_dir():
            raise SettingError(f"is no folder: {confdir / name}", "press_print", "font_paths")


#: What checks which settings, by the one that a book must know for it to be done.
_CHECKS: tuple[tuple[str, Callable[[Config, Path, Path], object]], ...] = (
    ("press_book", lambda config, *_: metadata.from_config(config)),
    ("press_print", lambda config, confdir, _: _print(config, confdir)),
    ("press_epub", lambda config, confdir, _: epub_options.from_config(config, confdir)),
    ("press_cover", lambda config, confdir, _: cover.from_config(config, confdir)),
    ("press_figures", lambda config, _, srcdir: figures.from_config(config, srcdir)),
    ("press_claims_points", lambda config, confdir, _: _claims(config, confdir)),
    ("bibtex_bibfiles", lambda config, confdir, _: _bibliography(config, confdir)),
    ("numfig_format", lambda config, confdir, _: _numbers(config, confdir)),
    ("pygments_style", lambda config, confdir, _: _colors(config, confdir)),
    ("press_folders", lambda config, confdir, _: reach.from_config(config.press_folders, confdir)),
    ("root_doc", lambda config, confdir, _: _reading(config, confdir)),
)


def check(app: Sphinx, config: Config) -> None:
    """Stop for settings that make no sense; all of them are named at once."""
    source = Source(Path(app.confdir))
    faults = []
    for setting, examine in _CHECKS:
        if setting not in config:
            continue
        try:
            examine(config, Path(app.confdir), Path(app.srcdir))
        except SettingError as error:
            faults.append(f"{source.place(error.setting, error.key)}: {error}")
    options: Mapping[str, Any] = config._options  # noqa: SLF001 (Sphinx has no other way to ask)
    faults += wrong_types(source, options)
    known = {*options, "extensions", "setup"}
    for name, statement, _value in source.assignments():
        place = f"{source.path}:{statement.lineno}"
        if name.startswith("press_") and name not in known:
            near = difflib.get_close_matches(name, known, 1, 0.6)
            meant = f"; did you mean {near[0]}?" if near else ""
            faults.append(f"{place}: {name} is no setting of the press{meant}")
    if faults:
        raise ConfigError("\n".join(faults))
    _warn_of_typos(source, known)


def _warn_of_typos(source: Source, known: set[str]) -> None:
    """Report names that nothing uses and that are nearly those of settings."""
    used = source.used()
    for name, statement, _value in source.assignments():
        if name in known or name in used or name.startswith("_") or len(name) < 5:
            continue
        near = difflib.get_close_matches(name, known, 1, 0.85)
        if near:
            logger.warning(
                "%s is no setting; did you mean %s?",
                name,
                near[0],
                location=f"{source.path}:{statement.lineno}",
                type="press",
                subtype="setting",
            )


def check_documents(app: Sphinx, env: BuildEnvironment, _docnames: list[str]) -> None:
    """Stop for settings that name documents which the book does not have."""
    source, faults = Source(Path(app.confdir)), []
    if app.config.root_doc not in env.found_docs:
        message = f"the book has no document {app.config.root_doc!r}"
        raise ConfigError(f"{source.place('root_doc')}: root_doc: {message}")
    named = {}
    if "press_print" in app.config:
        printed = print_options.from_config(app.config)
        named["press_print", "frontmatter"] = printed.frontmatter
        named["press_print", "backmatter"] = printed.backmatter
    if "press_epub" in app.config:
        read = epub_options.from_config(app.config, Path(app.confdir))
        named["press_epub", "roles"] = tuple(read.roles)
    for (setting, key), docnames in named.items():
        for docname in docnames:
            if docname not in env.found_docs:
                message = f"{setting}[{key!r}] names no document of the book: {docname!r}"
                faults.append(f"{source.place(setting, key)}: {message}")
    if faults:
        raise ConfigError("\n".join(faults))


# -- what Sphinx says of it ----------------------------------------------------------------------


#: What a setting that is no single value is made of.
_COLLECTIONS = {list, tuple, dict, set, frozenset}


def located(error: Exception, confdir: Path) -> Exception:
    """Return *error*, which stopped Sphinx, with its place in ``conf.py`` where that is to blame.

    Sphinx may fail over a value of a wrong type anywhere.
    """
    source = Source(confdir)
    cause = error.__cause__ if isinstance(error, ConfigError) and error.__cause__ else error
    if isinstance(cause, SphinxError) and re.search(r":\d+: ", str(cause)):
        return error
    line = _line_in(source.path, cause)
    wrong = [] if line else wrong_types(source, Config.config_values, scalars=True)
    if wrong:
        return ConfigError("\n".join(wrong))
    said = str(cause) if isinstance(cause, SphinxError) else f"{cause.__class__.__name__}: {cause}"
    if isinstance(cause, VersionRequirementError):
        said = f"needs_sphinx: {said}"
    name = ""
    if not line:
        name, line = source.quoted(said)
    if not line and not isinstance(error, (ConfigError, ExtensionError)):
        return error
    about = f"{name}: " if name and name not in said else ""
    return ConfigError(f"{source.path}:{line or 1}: {about}{said.strip()}")


def _line_in(path: Path, error: BaseException) -> int:
    """Return the last line of the file *path* that *error* came through, or 0."""
    if isinstance(error, SyntaxError):
        null = path.read_bytes().partition(b"\0")
        return error.lineno or (null[0].count(b"\n") + 1 if null[1] else 0)
    frames = traceback.extract_tb(error.__traceback__)
    return next((f.lineno or 0 for f in reversed(frames) if Path(f.filename) == path), 0)


def wrong_types(source: Source, options: Mapping[str, Any], *, scalars: bool = False) -> list[str]:
    """Return the settings that are single values where *options* want lists and the like.

    With *scalars*, those too that are single values of another type than is wanted.
    """
    found = []
    for name, statement, value in source.assignments():
        kinds = _types(options[name]) if name in options else set()
        kinds = {list} if name == "extensions" else kinds  # which Sphinx does not list
        try:
            stated = ast.literal_eval(value)
        except ValueError:
            continue
        many = bool(kinds & _COLLECTIONS)
        allowed = kinds | _COLLECTIONS if many else kinds
        if kinds and (many or scalars) and stated is not None and type(stated) not in allowed:
            expected = " or ".join(sorted(kind.__name__ for kind in kinds))
            place = f"{source.path}:{statement.lineno}"
            found.append(f"{place}: {name} is not of type {expected}: {stated!r}")
    return found


def _types(option: Any) -> set[type]:
    """Return the types that a setting may have; none if it may have any."""
    stated = option.valid_types
    kinds = set(stated) if isinstance(stated, (frozenset, set, list, tuple)) else {Any}
    if Any in kinds:
        return set()
    if option.default is not None and not callable(option.default):
        kinds.add(type(option.default))
    return kinds


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the checks: ahead of what others make of the settings."""
    # Sphinx holds its warnings back while it starts: their handler is there only later.
    place_messages(Path(app.confdir))
    app.connect("config-inited", check, priority=1)
    app.connect("builder-inited", lambda app: place_messages(Path(app.confdir)), priority=1)
    app.connect("env-before-read-docs", check_documents, priority=1)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
