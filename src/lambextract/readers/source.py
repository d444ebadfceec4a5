"""What a reader is asked, and what it answers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ..cache import Store
from ..document.model import Notice, Page, SetAside
from ..layout.sheet import Turn
from ..limits import Clock

if TYPE_CHECKING:
    from ..patterns import StructurePatterns
    from .supervision import Pages
    from .witness import WitnessPage

Progress = Callable[[int, int], None]  # pages done, pages in all


@dataclass(frozen=True, slots=True)
class Fetched:
    """A source's name, its bytes, and the suffix that decides on its reader."""

    name: str
    data: bytes
    suffix: str

    @property
    def sha256(self) -> str:
        """The digest of its bytes, in hexadecimal digits."""
        return hashlib.sha256(self.data).hexdigest()


@dataclass(frozen=True, slots=True)
class Request:
    """A source to read, and what a reader needs for it.

    ``clock`` tells how long it may take, and what else it may cost. ``tags``: whether the structure that a PDF's author wrote
    into it is used. ``progress`` is told the pages done, and all; ``meanwhile`` is other work, to be done once reading is under
    way elsewhere. ``store`` keeps pages that were read, ``begun`` are those whose reading has begun (``begin``).
    """

    plan: Fetched
    patterns: StructurePatterns
    clock: Clock
    password: str | None = None
    tags: bool = True
    progress: Progress = lambda _done, _total: None
    meanwhile: Callable[[], None] = lambda: None
    store: Store | None = None
    begun: Pages | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """The neutral pages that any reader gives, with what the file says of itself.

    ``count``: pages, None for text. ``turns``: by number, the pages of which all places are those after a turn. ``layer``: by
    page, the serials of the words of a PDF's text layer; ``aside``: those of them that are not text of the plan, and why;
    ``witness``: what a second reader sees on the pages.
    """

    media_type: str
    count: int | None
    pages: tuple[Page, ...]
    notices: tuple[Notice, ...] = ()
    title: str | None = None
    author: str | None = None
    created: str | None = None
    turns: Mapping[int, Turn] = field(default_factory=dict)
    layer: Mapping[int, Sequence[int]] = field(default_factory=dict)
    aside: tuple[SetAside, ...] = ()
    witness: tuple[WitnessPage, ...] = ()
