"""How a plan is laid out, as far as words tell."""

import re
from functools import cached_property

from .rules import NumberRule, PartRule, ReferenceRule, WholeRule, WordLists


class StructurePatterns(WordLists):
    """The rules of ``structure.toml``."""

    part: tuple[PartRule, ...] = ()
    contents: tuple[WholeRule, ...] = ()
    imprint: tuple[WholeRule, ...] = ()
    column: tuple[WholeRule, ...] = ()
    number: tuple[NumberRule, ...] = ()
    note: tuple[WholeRule, ...] = ()
    period: tuple[WholeRule, ...] = ()
    reference: tuple[ReferenceRule, ...] = ()

    def column_role(self, heading: str) -> str | None:
        """What a table's column holds, by its heading: the name of the first rule that matches it whole."""
        return next((rule.name for rule in self.column if rule.full(heading.strip(" :*"))), None)

    def is_contents(self, heading: str) -> bool:
        """Whether a heading opens a list of contents."""
        return any(rule.full(heading) for rule in self.contents)

    @cached_property
    def bullets(self) -> frozenset[str]:
        """The glyphs that open a list item."""
        return frozenset(self.words.get("bullets", ()))

    @cached_property
    def soft_bullets(self) -> frozenset[str]:
        """The glyphs that open a list item only where a gap follows them."""
        return frozenset(self.words.get("soft_bullets", ()))

    def is_bullet(self, text: str) -> bool:
        """Whether a word alone can be a bullet; private and unmapped glyphs are taken for one."""
        return text in self.bullets or bool(re.fullmatch(r"[\ue000-\uf8ff\ufffd]|\(cid:\d+\)", text))
