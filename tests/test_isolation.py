"""A build asks nothing of the network and unpickles nothing, in any of its processes: what would is stopped and told."""

import os
import subprocess
import sys
from pathlib import Path

from tests.pdfs import file_of, stream_of

ROOT = Path(__file__).parents[1]
GUARD = """
import os, pickle, sys

# a socket that is made and not connected asks nobody anything: a library does so to see which kinds there are
WATCHED = {
    "socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr",
    "urllib.Request", "pickle.find_class",
}

def tell(what):
    with open(os.environ["GUARD_TELLS"], "a") as file:
        file.write(what + "\\n")

def hook(event, args):
    if event in WATCHED:
        tell(event)
        raise RuntimeError(event)

def refused(*args, **options):
    tell("unpickling")
    raise RuntimeError("unpickling")

sys.addaudithook(hook)
pickle.load = pickle.loads = refused
tell("process")
"""


def guarded(folder: Path, *command: str | Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """A command run under guard, and what its processes were seen to do."""
    (folder / "guard").mkdir(exist_ok=True)
    (folder / "guard" / "sitecustomize.py").write_text(GUARD, encoding="utf-8")
    told = folder / "told.txt"
    told.write_text("")
    path = os.pathsep.join([str(folder / "guard"), str(ROOT / "src")])
    environment = {**os.environ, "PYTHONPATH": path, "GUARD_TELLS": str(told)}
    run = subprocess.run([sys.executable, *command], capture_output=True, text=True, env=environment, check=False)
    return run, told.read_text().splitlines()


def build(folder: Path, plan: Path) -> tuple[subprocess.CompletedProcess[str], list[str]]:
    """A build under guard."""
    return guarded(folder, "-m", "lambextract", "build", plan, "--out", folder / "out")


def test_the_guard_sees_what_it_is_there_for(tmp_path: Path) -> None:
    for code, event in (
        ("import socket; socket.create_connection(('127.0.0.1', 9))", "socket.getaddrinfo"),
        ("import pickle; pickle.loads(pickle.dumps(1))", "unpickling"),
    ):
        run, told = guarded(tmp_path, "-c", code)
        assert run.returncode == 1
        assert event in told


def test_a_build_of_a_pdf_does_neither(tmp_path: Path, sample_pdf: Path) -> None:
    run, told = build(tmp_path, sample_pdf)
    assert run.returncode == 0, run.stderr
    assert set(told) == {"process"}
    assert len(told) >= 2  # the pages were read in a process of their own, and that was watched too


def test_a_font_that_needs_a_character_map_does_neither(tmp_path: Path) -> None:
    text = "The Agency will open the lock by May 2017."
    codes = "".join(f"{ord(c):04x}" for c in text)
    font = b"<< /Type /Font /Subtype /Type0 /BaseFont /Own /Encoding /UniJIS-UCS2-H /DescendantFonts [6 0 R] >>"
    info = b"/CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >>"
    below = b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /Own /DW 500 " + info + b" >>"
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>"
    tree = b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"
    drawn = stream_of(f"BT /F1 11 Tf 60 700 Td <{codes}> Tj ET".encode())
    (tmp_path / "plan.pdf").write_bytes(file_of([b"<< /Type /Catalog /Pages 2 0 R >>", tree, page, drawn, font, below]))
    run, told = build(tmp_path, tmp_path / "plan.pdf")
    assert run.returncode == 0, run.stderr
    assert set(told) == {"process"}
    assert "open the lock" in (tmp_path / "out" / "dataset.json").read_text("utf-8")
