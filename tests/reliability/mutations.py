"""PDFs that something has happened to: bytes flipped, objects swapped, streams cut. The same seed gives the same file."""

import random
import re
from collections.abc import Callable

OBJECT = re.compile(rb"\d+ \d+ obj\b.*?\bendobj", re.DOTALL)
STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
NUMBER = re.compile(rb"(?<=[ \[])\d{1,5}(?=[ \]/>])")


def flipped(data: bytes, chance: random.Random) -> bytes:
    """Some bytes are others."""
    out = bytearray(data)
    for _ in range(chance.choice((1, 10, 100, 1000))):
        out[chance.randrange(len(out))] = chance.randrange(256)
    return bytes(out)


def swapped(data: bytes, chance: random.Random) -> bytes:
    """The bodies of two objects have changed places."""
    found = list(OBJECT.finditer(data))
    if len(found) < 2:
        return data[::-1]
    one, other = sorted(chance.sample(found, 2), key=lambda m: m.start())

    def body(match: re.Match[bytes]) -> bytes:
        return match.group().split(b"obj", 1)[1]

    def head(match: re.Match[bytes]) -> bytes:
        return match.group().split(b"obj", 1)[0] + b"obj"

    return b"".join(
        (
            data[: one.start()],
            head(one),
            body(other),
            data[one.end() : other.start()],
            head(other),
            body(one),
            data[other.end() :],
        )
    )


def cut(data: bytes, chance: random.Random) -> bytes:
    """A stream ends early, and what follows has moved."""
    found = [m for m in STREAM.finditer(data) if len(m[1]) > 10]
    if not found:
        return data[: len(data) // 2]
    stream = chance.choice(found)
    at = stream.start(1) + chance.randrange(len(stream[1]))
    return data[:at] + data[stream.end(1) :]


def shortened(data: bytes, chance: random.Random) -> bytes:
    """The file ends early."""
    return data[: chance.randrange(len(data) // 4, len(data))]


def repeated(data: bytes, chance: random.Random) -> bytes:
    """A piece of the file stands in it again."""
    at, length, to = chance.randrange(len(data)), chance.randrange(1, 5000), chance.randrange(len(data))
    return data[:to] + data[at : at + length] + data[to:]


def renumbered(data: bytes, chance: random.Random) -> bytes:
    """Some numbers of dictionaries and arrays are others: references, lengths, places."""
    found = list(NUMBER.finditer(data))
    out = bytearray(data)
    for match in chance.sample(found, min(len(found), chance.choice((1, 5, 50)))):
        new = str(chance.choice((0, 1, 9, 65535, 99999, chance.randrange(1000)))).encode()[: len(match.group())]
        out[match.start() : match.end()] = new.rjust(len(match.group()), b"0")
    return bytes(out)


def grown(data: bytes, chance: random.Random) -> bytes:
    """Something else stands before the file or behind it."""
    junk = chance.randbytes(chance.randrange(1, 3000))
    return junk[:900] + data if chance.random() < 0.3 else data + junk


KINDS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "bytes flipped": flipped,
    "objects swapped": swapped,
    "a stream cut": cut,
    "cut short": shortened,
    "a piece repeated": repeated,
    "numbers changed": renumbered,
    "junk around": grown,
}


def mutated(data: bytes, seed: int) -> tuple[str, bytes]:
    """What has happened to a file, and the file."""
    chance = random.Random(seed)
    kind = sorted(KINDS)[seed % len(KINDS)]
    return kind, KINDS[kind](data, chance)
