"""Why a clause was not taken for a promise, in words: the notes of the rules, and the reasons that no rule gives."""

from collections.abc import Iterator

from .load import Patterns
from .rules import Rule

# what the reasons mean that no pattern gives
REASONS = {
    "embedded": "it stands within another clause, and no time of its own sets it apart",
    "denied": "the sentence denies it",
    "effect-of-a-thing": "a thing does it, not a body, and it is nothing that things of its kind do and somebody can check",
    "effect-on-people": "it tells what people will experience",
    "says-how-things-are": "the simple present tells how things are, and no time shows that it is done again and again",
    "shares-its-object": "it shares its object with the verb before, which tells of it",
    "attributes": "it tells what something is like",
    "done-to-the-subject": "it is done to the publisher, or to nobody that is named, and no time shows that it is planned",
    "no-promise-form": "no rule reads its verb group as a promise",
    "order-doubtful": "the order of its words is in doubt: a second reader sees them otherwise",
    "lead-in-promises-nothing": "the lead-in that it hangs on promises nothing",
}


def rules_of(patterns: Patterns) -> Iterator[tuple[str, str, Rule]]:
    """Every rule with its file and its table, in the order of the files."""
    for file in type(patterns).model_fields:
        part = getattr(patterns, file)
        for table in getattr(type(part), "model_fields", {}):
            value = getattr(part, table)
            if isinstance(value, tuple):
                yield from ((file, table, rule) for rule in value if isinstance(rule, Rule))


def notes_of(patterns: Patterns) -> dict[str, str]:
    """What each rule and each reason is for, by its name: its note, else the first words that it fires on."""
    notes = {rule.name: rule.note or f"“{rule.hits[0]}”" for _, _, rule in rules_of(patterns) if rule.note or rule.hits}
    return {**notes, **REASONS}
