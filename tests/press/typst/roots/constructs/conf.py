project = "Constructs"
author = "Nobody at All"
release = "2.0"
extensions = [
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.todo",
    "sphinx.ext.ifconfig",
    "press",
]
autodoc_mock_imports: list[str] = []
numfig = True
todo_include_todos = True
nitpicky = True
nitpick_ignore = [("py:class", "Path")]
myst_enable_extensions = [
    "amsmath", "attrs_block", "attrs_inline", "colon_fence", "deflist", "dollarmath", "fieldlist",
]  # fmt: skip
press_book = {
    "subtitle": "Each node once",
    "date": "2026-01-02",
    "license": "CC-BY-4.0",
    "identifier": "urn:uuid:00000000-0000-4000-8000-000000000000",
    "subjects": ["Testing"],
}
press_print = {"frontmatter": ["front"], "backmatter": ["terms"]}
