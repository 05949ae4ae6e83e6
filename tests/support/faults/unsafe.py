"""What must not get into an edition: code, things from elsewhere, files of the machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tests.support.bad_input import PNG

from . import Fault, lines_of
from .book import CHAPTER, NEXT

PLACE = "book/one.md"

#: Raw HTML, a line each.
HTML = (
    "<script>x()</script>",
    "<SCRIPT SRC=x.js></SCRIPT>",
    '<b onclick="x()">b</b>',
    "<b ONMOUSEOVER=x()>b</b>",
    "<b/onclick=x()>b</b>",
    "<details ontoggle=x() open>b</details>",
    "<img src=dot.png onerror=x()>",
    '<img src="https://example.org/a.png">',
    "<img src=//example.org/a.png>",
    r"<img src=\\example.org/a.png>",
    '<img src="http&#58;//example.org/a.png">',
    '<img srcset="https://example.org/a.png 2x" src=dot.png>',
    '<img src="data:image/svg+xml,<svg/>">',
    '<img src="javascript:x()">',
    '<video poster="https://example.org/a.png"></video>',
    "<video src=https://example.org/a.mp4></video>",
    "<audio src=https://example.org/a.mp3></audio>",
    "<source src=https://example.org/a.mp3>",
    "<track src=https://example.org/a.vtt>",
    "<input type=image src=https://example.org/a.png>",
    '<a href="javascript:x()">x</a>',
    '<a href=" JavaScript:x()">x</a>',
    '<a href="java&#10;script:x()">x</a>',
    '<a href="java&Tab;script:x()">x</a>',
    '<a href="&#1;javascript:x()">x</a>',
    '<a href="data:text/html,<b>x</b>">x</a>',
    '<a href="vbscript:x()">x</a>',
    '<a href="file:///etc/passwd">x</a>',
    '<a href="blob:x">x</a>',
    '<a href="#ch-one" ping="https://example.org/">x</a>',
    "<iframe src=x></iframe>",
    '<iframe srcdoc="<b>x</b>"></iframe>',
    "<frame src=x>",
    "<object data=x></object>",
    "<embed src=x>",
    "<applet code=x></applet>",
    "<base href=https://example.org/>",
    "<link rel=stylesheet href=https://example.org/a.css>",
    "<meta http-equiv=refresh content=0;url=https://example.org/>",
    "<style>@import 'https://example.org/a.css';</style>",
    "<style>b { background: url(https://example.org/a.png) }</style>",
    r"<style>b { background: \75rl(https://example.org/a.png) }</style>",
    "<style>@imp/**/ort 'a'; b { background: u/**/rl(//example.org/a.png) }</style>",
    '<b style="background:url(//example.org/a.png)">b</b>',
    "<b style=\"background:image-set('https://example.org/a.png' 1x)\">b</b>",
    '<b style="width:expression(x())">b</b>',
    '<b style="-moz-binding:url(x)">b</b>',
    '<table background="https://example.org/a.png"></table>',
    "<form action=https://example.org/><button>x</button></form>",
    "<button formaction=javascript:x()>x</button>",
    "<svg><script>x()</script></svg>",
    "<svg onload=x()></svg>",
    "<svg><use href=https://example.org/a.svg#x></use></svg>",
    "<svg><use xlink:href=https://example.org/a.svg#x></use></svg>",
    "<svg><image href=https://example.org/a.png></image></svg>",
    "<svg><feImage href=https://example.org/a.png></feImage></svg>",
    "<svg><a xlink:href=javascript:x()><text>x</text></a></svg>",
    "<svg><set attributeName=href to=javascript:x() /></svg>",
    "<svg><animate attributeName=xlink:href values=javascript:x() /></svg>",
    "<math><maction xlink:href=javascript:x()>x</maction></math>",
    "<!-- a comment without an end <script>x()</script>",
    "<portal src=x></portal>",
)

#: What an SVG may hold that must not get in: what stands inside its ``svg`` element.
SVG_INSIDE = (
    "<script>x()</script>",
    '<script href="x.js"/>',
    '<rect onclick="x()"/>',
    "<foreignObject><body xmlns='http://www.w3.org/1999/xhtml'>x</body></foreignObject>",
    "<iframe xmlns='http://www.w3.org/1999/xhtml' src='x'/>",
    '<h:script xmlns:h="http://www.w3.org/1999/xhtml">x()</h:script>',
    '<image href="https://example.org/a.png"/>',
    '<image xlink:href="http://example.org/a.png"/>',
    '<image xlink:href="file:///etc/passwd"/>',
    '<image xlink:href="other.png"/>',
    '<image href="//example.org/a.png"/>',
    '<image href="data:image/svg+xml,&lt;svg/&gt;"/>',
    '<use href="other.svg#x"/>',
    '<use xlink:href="https://example.org/a.svg#x"/>',
    '<feImage href="https://example.org/a.png"/>',
    '<linearGradient xlink:href="https://example.org/a.svg#x"/>',
    '<a href="javascript:x()"><text>x</text></a>',
    '<a xlink:href=" java&#9;script:x()"><text>x</text></a>',
    '<a xlink:href="data:text/html,x"><text>x</text></a>',
    '<a id="a"><set attributeName="href" to="javascript:x()"/></a>',
    '<a><animate attributeName="xlink:href" values="javascript:x()"/></a>',
    '<rect><set attributeName="onclick" to="x()"/></rect>',
    "<style>@import 'https://example.org/a.css';</style>",
    "<style>rect { fill: url(https://example.org/a.svg#x) }</style>",
    "<style><![CDATA[@font-face { src: url(https://example.org/a.woff) }]]></style>",
    r"<style>@\69mport 'https://example.org/a.css';</style>",
    '<rect style="fill:url(https://example.org/a.svg#x)"/>',
    '<rect fill="url(https://example.org/a.svg#x)"/>',
    '<rect filter="url(other.svg#x)" mask="url(//example.org/a.svg#x)"/>',
    '<rect cursor="url(https://example.org/a.cur)"/>',
    "<?xml-stylesheet href='https://example.org/a.css'?>",
    "<audio src='https://example.org/a.mp3'/>",
    "<video xmlns='http://www.w3.org/1999/xhtml' src='a.mp4'/>",
    "<handler type='application/ecmascript'>x()</handler>",
    '<g xml:base="https://example.org/"><use href="#x"/></g>',
    "<rect>",
    "&nbsp;",
)

_NS = 'xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'
_LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

#: Whole files called ``bad.svg``.
SVGS: dict[str, str | bytes] = {
    "entities that grow": f'<!DOCTYPE svg [<!ENTITY l0 "ha">{_LAUGHS}]><svg {_NS}>&l9;</svg>',
    "entity of a file": (
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg {_NS}>&x;</svg>'
    ),
    "entity of parameters": (
        f'<!DOCTYPE svg [<!ENTITY % x SYSTEM "https://example.org/x.dtd"> %x;]><svg {_NS}/>'
    ),
    "style sheet from elsewhere": (
        f'<?xml-stylesheet href="https://example.org/a.css"?><svg {_NS}/>'
    ),
    "event handler of its own": f'<svg {_NS} onload="x()"/>',
    "no SVG": "<html><script>x()</script></html>",
    "no namespace": "<svg><script>x()</script></svg>",
    "no XML": "GIF89a",
    "nothing": "",
    "compressed": b"\x1f\x8b\x08\x00" + bytes(20),
    "UTF-16": f'<svg {_NS} onload="x()"/>'.encode("utf-16"),
}

#: Markdown and directives of a chapter.
TEXTS = {
    "link to a script": "[x](<javascript:x()>)\n",
    "link to a script by a reference": "[x][y]\n\n[y]: javascript:x()\n",
    "link to a script by an entity": "[x](java&#115;cript:x())\n",
    "link to a file": "[x](file:///etc/passwd)\n",
    "link to data": "[x](data:text/html,x)\n",
    "autolink to a script": "<javascript:x()>\n",
    "autolink to a file": "<file:///etc/passwd>\n",
    "image of data": "![x](data:image/svg+xml,x)\n",
    "image of a script": "![x](javascript:x())\n",
    "image of a file": "![x](file:///etc/passwd)\n",
    "figure that leads to a script": (
        ":::{figure} dot.png\n:alt: A dot.\n:target: javascript:x()\n\nOne.\n:::\n"
    ),
    "image that leads to a file": (
        ":::{image} dot.png\n:alt: A dot.\n:target: file:///etc/passwd\n:::\n"
    ),
    "raw HTML from elsewhere": ":::{raw} html\n:url: https://example.org/\n:::\n",
    "raw HTML of a file's address": ":::{raw} html\n:url: file:///etc/passwd\n:::\n",
    "raw Typst that loads a package": ':::{raw} typst\n#import "@preview/a:0.1.0": b\n:::\n',
    "raw Typst that runs a plugin": ':::{raw} typst\n#plugin("a.wasm")\n:::\n',
    "raw Typst that links to a script": ':::{raw} typst\n#link("javascript:x()")[x]\n:::\n',
    "table from elsewhere": ":::{csv-table} T\n:url: https://example.org/a.csv\n:::\n",
    "table of a file's address": ":::{csv-table} T\n:url: file:///etc/passwd\n:::\n",
    "include of the machine's file": ":::{include} ../../outside.txt\n:::\n",
    "include of an absolute path": ":::{include} //etc/passwd\n:::\n",
    "code of the machine's file": ":::{literalinclude} ../../outside.txt\n:::\n",
    "code compared with the machine's file": (
        ":::{literalinclude} part.txt\n:diff: ../../outside.txt\n:::\n"
    ),
    "table of the machine's file": ":::{csv-table} T\n:file: ../../outside.txt\n:::\n",
    "raw text of the machine's file": ":::{raw} html\n:file: ../../outside.txt\n:::\n",
    "picture of the machine": "![A dot](../../outside.png)\n",
    "download of the machine's file": "{download}`../../outside.txt`\n",
    "download of a page": "{download}`page.html`\n",
    "download of a script": "{download}`page.js`\n",
    "include by a link": ":::{include} link.txt\n:::\n",
    "picture by a link": "![A dot](link.png)\n",
    "download by a link": "{download}`link.txt`\n",
    "data by a link": ":::{data-table} ../link.csv\n:::\n",
    "reStructuredText with raw HTML": (
        "```{eval-rst}\n.. raw:: html\n\n   <script>x()</script>\n```\n"
    ),
    "reStructuredText with a raw role": (
        "```{eval-rst}\n.. role:: r(raw)\n   :format: html\n\n:r:`<script>x()</script>`\n```\n"
    ),
    "reStructuredText that links to a script": "```{eval-rst}\n`x <javascript:x()>`_\n```\n",
    "reStructuredText that sends on": (
        "```{eval-rst}\n.. meta::\n   :http-equiv=Refresh: 0; url=https://example.org/\n```\n"
    ),
    "substitution that runs code": "{{ ''.__class__.__mro__[1].__subclasses__() }}\n",
    "substitution that reads a file": "{{ env.doc2path('one').read_text() }}\n",
    "substitution that calls": "{{ env.app.builder.cleanup() }}\n",
    "formula that links to a script": ":::{math}\n\\href{javascript:x()}{x}\n:::\n",
    "attributes that run code": '[x](claims.md){onclick="x()"}\n\n<b onclick="x()">x</b>\n',
}

#: Files beside the book that it must not reach, and links to them within it.
OUTSIDE: dict[str, str | bytes] = {"book/page.html": "<p>", "book/page.js": "x()"}


def faults() -> Iterator[Fault]:
    """Yield all that is unsafe."""
    for number, html in enumerate(HTML):
        for kind, text in (("block", f"<div>\n{html}\n</div>\n"), ("line", f"So {html} is.\n")):
            if kind == "line" and html.startswith(("<!--", "<frame", "<meta")):
                continue
            lines = lines_of(text, NEXT)
            yield Fault(f"HTML {number} in a {kind}: {html}", {PLACE: CHAPTER + text}, PLACE, lines)
    for inside in SVG_INSIDE:
        svg = f"<svg {_NS}>\n{inside}\n</svg>\n"
        files: dict[str, str | bytes] = {
            PLACE: CHAPTER + "![A dot](bad.svg)\n",
            "book/bad.svg": svg,
        }
        yield Fault(f"SVG: {inside}", files, "book/bad.svg", range(1, 4))
    for name, data in SVGS.items():
        files = {PLACE: CHAPTER + "![A dot](bad.svg)\n", "book/bad.svg": data}
        yield Fault(f"SVG: {name}", files, "book/bad.svg", range(1, 2))
        files = {PLACE: CHAPTER + "{download}`bad.svg`\n", "book/bad.svg": data}
        yield Fault(f"SVG for download: {name}", files, "book/bad.svg", range(1, 2))
    for name, text in TEXTS.items():
        files = {PLACE: CHAPTER + text, **OUTSIDE}
        yield Fault(name, files, PLACE, lines_of(text.rstrip("\n"), NEXT))
    front = "---\nmyst:\n  html_meta:\n    http-equiv=refresh: 0; url=https://example.org/\n---\n"
    yield Fault("front matter that sends on", {PLACE: front + CHAPTER}, PLACE, range(1, 12))
    code = "---\nmyst:\n  enable_extensions: [substitution]\n---\n"
    text = "{{ ''.__class__.__mro__ }}\n"
    yield Fault(
        "front matter that lets code run", {PLACE: code + CHAPTER + text}, PLACE, range(1, 12)
    )


def surround(folder: Path) -> None:
    """Put files beside the book in *folder* that it must not reach, and links to them in it."""
    for name, data in (("outside.txt", b"secret\n"), ("outside.png", PNG), ("outside.csv", b"a\n")):
        (folder.parent / name).write_bytes(data)
        link = folder / "book" / name.replace("outside", "link")
        link.unlink(missing_ok=True)
        link.symlink_to(folder.parent / name)
