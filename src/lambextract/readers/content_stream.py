"""The drawing instructions of a page, taken apart by one regular expression and carried out by pdfminer's interpreter.

pdfminer takes a content stream apart letter by letter, which is most of what is left of the time to read a page once its
characters are made quickly. What it says of the well-formed is said here at once; a stream that holds anything else (strings
deep within one another, an inline picture, what is not closed) is left to pdfminer whole, so that the oddities of its
reading stay what they are. Syntax: ISO 32000-1, 7.2 and 7.3.
"""

import binascii
import re
from collections.abc import Sequence
from typing import Any

from pdfminer.pdfinterp import PDFPageInterpreter, PDFStackT
from pdfminer.pdftypes import PDFStream, stream_value
from pdfminer.psparser import KWD, LIT, PSKeyword, literal_name

LONGEST = 4_000_000  # bytes taken apart at once: a longer stream is read by pdfminer, bit by bit
TOKEN = re.compile(
    rb"""[\s\x00]*+(?:
      (?P<whole>[+-]?\d{1,100})(?![\d.])
    | (?P<broken>[+-]?(?:\d{1,100}\.\d{0,100}|\.\d{1,100}))(?!\d)
    | (?P<hex><[0-9a-fA-F\s]*>)(?!>)
    | \((?P<plain>[^()\\]*)\)
    | \((?P<escaped>(?:[^()\\]++|\\[\s\S]|\((?:[^()\\]++|\\[\s\S])*+\))*+)\)
    | (?P<keyword>[A-Za-z][^\#/%\[\]()<>{}\s]*+)(?!\#)
    | /(?P<name>[^\#/%\[\]()<>{}\s]*+)(?!\#)
    | (?P<open>\[|<<(?!<))
    | (?P<close>\]|>>)
    | (?P<sign>['"])
    | (?P<comment>%[^\r\n]*)
    | (?P<end>\Z)
    | (?P<odd>[\s\S])
    )""",
    re.VERBOSE,
)
ESCAPE = re.compile(rb"\\([0-7]{1,3}|\r\n|[\s\S])")
SPACE = re.compile(rb"\s+")
MEANT = {b"b": b"\b", b"t": b"\t", b"n": b"\n", b"f": b"\f", b"r": b"\r", b"(": b"(", b")": b")", b"\\": b"\\"}
INLINE = b"BI"  # an inline picture begins: what follows is no syntax
SPELT = str.maketrans({"*": "_a", '"': "_w", "'": "_q"})  # operators in the names of pdfminer's methods
TRUTH = {b"true": True, b"false": False}


class Odd(Exception):  # noqa: N818 (it never leaves this module)
    """A content stream holds what only pdfminer's own reading tells the meaning of."""


class Interpreter(PDFPageInterpreter):
    """pdfminer's interpreter, given the instructions of well-formed streams at once."""

    def execute(self, streams: Sequence[object]) -> None:
        """Carry out the instructions of some streams, one after the other, as one."""
        own = [stream_value(obj) for obj in streams]
        if any(stream.objid is None or stream.objid in self.parent_stream_ids for stream in own):
            super().execute(streams)
            return
        try:
            tokens = tokens_of(own)
        except Odd:
            super().execute(streams)
            return
        self.stream_ids = {stream.objid for stream in own if stream.objid is not None}
        known: dict[PSKeyword, tuple[Any, int] | None] = {}
        for token in tokens:
            if type(token) is not PSKeyword:
                self.argstack.append(token)
                continue
            if token not in known:
                known[token] = self.operator(token)
            found = known[token]
            if found is None:
                continue
            method, count = found
            if not count:
                method()
                continue
            stack = self.argstack
            operands = stack[-count:]
            del stack[-count:]
            if len(operands) == count:
                method(*operands)

    def operator(self, token: PSKeyword) -> tuple[Any, int] | None:
        """The method that carries out an operator, and how many operands it takes; None for one that nobody knows."""
        name = str(token.name, "utf-8", "ignore") if isinstance(token.name, bytes) else token.name
        method = getattr(self, f"do_{name.translate(SPELT)}", None)
        return None if method is None else (method, method.__code__.co_argcount - 1)

    def do_TJ(self, seq: PDFStackT) -> None:  # noqa: N802 (the operator's name)
        """Show text; the graphics state is not copied for it, as nobody keeps it."""
        if self.textstate.font is not None:
            state: Any = self.graphicstate
            self.device.render_string(self.textstate, seq, state.ncs, state)  # type: ignore[arg-type]


def tokens_of(streams: Sequence[PDFStream]) -> list[Any]:
    """The operands and operators of streams that are read as one. Raises Odd for what pdfminer itself should read."""
    data = b"\n".join(part for part in (stream.get_data() for stream in streams) if part)
    if len(data) > LONGEST:
        raise Odd
    out: list[Any] = []
    into = out
    around: list[tuple[bytes, list[Any]]] = []  # what is open: how it began, and what stands around it
    for found in TOKEN.finditer(data):
        kind = found.lastgroup
        if kind == "hex":
            into.append(unhexed(found["hex"]))
        elif kind == "whole":
            into.append(int(found["whole"]))
        elif kind == "broken":
            into.append(float(found["broken"]))
        elif kind == "keyword":
            word = found["keyword"]
            if word == INLINE:
                raise Odd
            into.append(TRUTH[word] if word in TRUTH else KWD(word))
        elif kind == "plain":
            into.append(found["plain"])
        elif kind == "escaped":
            into.append(ESCAPE.sub(unescaped, found["escaped"]))
        elif kind == "name":
            into.append(LIT(decoded(found["name"])))
        elif kind == "open":
            around.append((found["open"], into))
            into = []
        elif kind == "close":
            into = closed(found["close"], into, around)
        elif kind == "sign":
            into.append(KWD(found["sign"]))
        elif kind == "odd":
            raise Odd
    if around:
        raise Odd
    return out


def unhexed(token: bytes) -> bytes:
    """The bytes of a string that is written in hexadecimal digits."""
    digits = token[1:-1]
    try:
        return binascii.unhexlify(digits)
    except binascii.Error:
        digits = SPACE.sub(b"", digits)
    if len(digits) % 2:
        raise Odd
    return binascii.unhexlify(digits)


def unescaped(found: re.Match[bytes]) -> bytes:
    """What an escape in a string stands for; one that has no meaning stands for nothing, as pdfminer has it."""
    escape = found[1]
    if not escape.isdigit() or escape in (b"8", b"9"):
        return MEANT.get(escape, b"")
    code = int(escape, 8)
    if code > 255:
        raise Odd
    return bytes((code,))


def decoded(name: bytes) -> str | bytes:
    """A name's text, or its bytes if they are none."""
    try:
        return str(name, "utf-8")
    except UnicodeDecodeError:
        return name


def closed(end: bytes, things: list[Any], around: list[tuple[bytes, list[Any]]]) -> list[Any]:
    """What stands around an array or a dictionary that ends here, which is put into it."""
    if not around:
        raise Odd
    begin, outer = around.pop()
    if (begin, end) == (b"[", b"]"):
        outer.append(things)
    elif (begin, end) == (b"<<", b">>") and len(things) % 2 == 0:
        pairs = zip(things[::2], things[1::2], strict=True)
        outer.append({literal_name(key): value for key, value in pairs if value is not None})
    else:
        raise Odd
    return outer
