"""Templates → self-contained pages: everything in one file, which obeys no script or style but its own."""

import base64
import hashlib
import re
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

HERE = Path(__file__).parent


def environment(*folders: Path) -> Environment:
    """The templates in some folders, and those of this room; what is put into them is escaped."""
    return Environment(
        loader=FileSystemLoader([*folders, HERE]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def guarded(page: str) -> str:
    """The page, its policy naming its own style and script by their hashes: nothing else in it is obeyed."""
    for tag in ("style", "script"):
        found = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(found[1].encode()).digest()).decode() if found else ""
        page = page.replace(f"'hash-of-{tag}'", f"'sha256-{digest}'" if found else "'none'", 1)
    return page
