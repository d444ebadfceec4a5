"""How Sphinx builds these pages into a site: make docs."""

project = "lambextract"
author = "the lambextract developers"
extensions = ["myst_parser"]
html_theme = "furo"
html_title = "lambextract"
exclude_patterns = []
myst_heading_anchors = 3
html_show_copyright = False
html_show_sphinx = False
suppress_warnings = ["myst.xref_missing", "misc.highlighting_failure"]
