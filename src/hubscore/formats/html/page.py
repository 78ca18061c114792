"""Format `html`: one page that holds all it needs, and asks for nothing.

Whatever a document says is escaped where it is put in (autoescape), and a strict policy keeps a
page from running or fetching what is not its own, should anything ever slip through.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from hubscore.formats.commands import in_json, in_xml
from hubscore.formats.extras import JINJA
from hubscore.formats.html.policy import policy
from hubscore.formats.html.view import sections_of, text_of
from hubscore.formats.style import Style
from hubscore.pages.document import Document

Environment = Any
PackageLoader = Any
"""Of a package that is imported only where a page is written."""

SCRIPTS = ("engine.js", "points.js", "live.js")
"""What a page runs that ranks anew, in this order."""

_JSON = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}
# What could end the block that holds it.


def render(document: Document, style: Style) -> str:
    """Title, lead, tables with their charts, foot and notes as a page.

    What `style.encoding` cannot show is written as the number of the character.

    Raises
    ------
    UsageError
        The package that fills templates is missing.
    """
    from hubscore import __version__

    environment, files = _opened()
    css = files.get_source(environment, "page.css")[0]
    live = None if document.live is None else block(document.live)
    script = None if live is None else "".join(_compact(files.get_source(environment, name)[0]) for name in SCRIPTS)
    page: str = environment.get_template("page.html").render(
        title=text_of(document.title) or "hubscore",
        aside=text_of(document.aside),
        lead=[*map(text_of, document.lead)],
        sections=sections_of(document),
        foot=[*map(text_of, document.foot)] if document.sections else [],
        notes=[*map(text_of, document.notes)],
        policy=policy(css, script),
        css=css,
        script=script,
        live=live,
        version=__version__,
    )
    return in_xml(page).encode(style.encoding, "xmlcharrefreplace").decode(style.encoding)


def block(data: Mapping[str, Any]) -> str:
    """JSON that can stand in a script element, in ASCII: no character in it can end the element."""
    text = in_json(json.dumps(data, allow_nan=False, separators=(",", ":")))
    for character, escaped in _JSON.items():
        text = text.replace(character, escaped)
    return text


def _compact(script: str) -> str:
    """A script without what is for its authors: lines that are comments, and indents. No text of it runs over lines."""
    lines = map(str.strip, script.splitlines())
    return "".join(f"{line}\n" for line in lines if line and not line.startswith("//"))


def _opened() -> tuple[Environment, PackageLoader]:
    """Templates, and where their texts are."""
    try:
        import jinja2
    except ImportError:
        raise JINJA.missing() from None
    files = jinja2.PackageLoader("hubscore.formats.html", "templates")
    environment = jinja2.Environment(
        loader=files,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment, files
