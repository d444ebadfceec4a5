"""What the processes that read a PDF's pages are told, and what they answer, as msgpack: data, never code."""

import struct
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import IO, TypeVar

import msgspec

from ..layout.author_tags import Tags
from ..layout.sheet import Sheet
from ..limits import Limits
from .witness import WitnessPage

LENGTH = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Task:
    """A PDF to read: its bytes, and what is wanted of it.

    ``tags``: the author's structure too; ``witness_only``: just what the second reader sees.
    """

    name: str
    data: bytes
    password: str | None
    limits: Limits
    tags: bool = True
    witness_only: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """A PDF that is open: its pages, how many a second reader counts, what the file says of itself, its author's tags."""

    total: int
    counted: int
    facts: Mapping[str, str]
    tags: Tags | None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A page as it is drawn, whether it holds pictures and no words, and what a second reader sees on it.

    ``sheet`` is None where only the second reader was asked.
    """

    number: int
    sheet: Sheet | None
    only_pictures: bool
    witness: WitnessPage


@dataclass(frozen=True, slots=True)
class Failed:
    """Why reading ended: the fault of the file, or (``trace`` is given) one of the reader's own."""

    message: str
    hint: str
    page: int | None
    trace: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One thing that a reading process says: that a page is begun, or one of the others; none of them: that it is ready."""

    begun: int | None = None
    opened: Opened | None = None
    drawn: Drawn | None = None
    failed: Failed | None = None


Kind = TypeVar("Kind")
TASKS = msgspec.msgpack.Decoder(Task)
MESSAGES = msgspec.msgpack.Decoder(Message)


def packed(opened: Opened, pages: Iterable[Drawn]) -> Iterator[bytes]:
    """A PDF that was read, to be kept: what it says of itself, then each page."""
    for message in chain((Message(opened=opened),), (Message(drawn=page) for page in pages)):
        data = msgspec.msgpack.encode(message)
        yield LENGTH.pack(len(data)) + data


def unpacked(data: bytes) -> tuple[Opened, list[Drawn]] | None:
    """The PDF that was kept; None for bytes that are none."""
    opened: Opened | None = None
    drawn: list[Drawn] = []
    at = 0
    view = memoryview(data)
    try:
        while at < len(data):
            start = at + LENGTH.size
            at = start + LENGTH.unpack(view[at:start])[0]
            message = MESSAGES.decode(view[start:at])
            opened = opened or message.opened
            drawn += [message.drawn] if message.drawn is not None else []
    except (msgspec.DecodeError, struct.error):
        return None
    return (opened, drawn) if opened is not None and len(drawn) == opened.total else None


def send(pipe: IO[bytes], thing: Task | Message) -> None:
    """Write one thing."""
    data = msgspec.msgpack.encode(thing)
    pipe.write(LENGTH.pack(len(data)))
    pipe.write(data)
    pipe.flush()


def receive_task(pipe: IO[bytes]) -> Task:
    """The task that a process was started for. Raises EOFError where it never came."""
    return received(pipe, TASKS.decode)


def receive(pipe: IO[bytes]) -> Message:
    """The next message. Raises EOFError where no more will come."""
    return received(pipe, MESSAGES.decode)


def received(pipe: IO[bytes], decode: Callable[[bytes], Kind]) -> Kind:
    """One thing read."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    data = pipe.read(LENGTH.unpack(head)[0])
    try:
        return decode(data)
    except msgspec.DecodeError as error:
        raise EOFError from error  # the process ended while it wrote
