"""What the values mean that a field may hold: the codebook's text, by record and field."""

VALUES: dict[tuple[str, str], dict[str, str]] = {
    ("Commitment", "status"): {
        "planned": "still to be done: will, is to, plans to",
        "ongoing": "being done: is doing, continues to",
        "completed": "reported as done: has done, did",
    },
    ("Commitment", "strength"): {
        "firm": "said outright",
        "conditional": "hangs on something, which `condition` quotes",
        "tentative": "hedged: consider, hope to, where possible",
    },
    ("ActorRecord", "source"): {
        "subject": "it is the subject of the sentence",
        "agent": "it stands after “by” in the passive",
        "lead-in": "it is named in the words that a list hangs on",
        "column": "it is named in the owner's column of the row",
        "pronoun": "a pronoun stands for it, such as “we” for the publisher",
        "delegate": "another body asks it, or funds it, to act",
        "implied": "nothing in the sentence names it: the publisher, or the body spoken of before",
    },
    ("DeadlineRecord", "relation"): {
        "by": "at the latest at its end",
        "in": "at some time within it",
        "from": "beginning with it, and going on",
        "throughout": "all through it",
        "after": "once something has happened",
        "ongoing": "again and again: annually, each term",
    },
    ("DeadlineRecord", "source"): {
        "sentence": "the sentence itself",
        "lead-in": "the words that a list hangs on",
        "heading": "a heading above it",
        "column": "the timescale's column of the row",
    },
    ("FundingRecord", "bound"): {
        "exact": "the sum as it is; “about” and “nearly” are not told apart from it",
        "up_to": "at most this sum",
        "at_least": "this sum or more",
        "range": "between `amount` and `max_amount`",
    },
    ("FundingRecord", "period"): {"total": "once, or in all", "per_year": "every year"},
    ("BlockRecord", "kind"): {
        "heading": "a heading",
        "paragraph": "a paragraph, numbered or not",
        "bullet": "an item of a list",
        "footnote": "a footnote",
        "cell": "a paragraph in a cell of a table",
    },
    ("LinkRecord", "kind"): {
        "restates": "a later telling of a commitment that stands elsewhere",
        "conflicts": "a restatement that disagrees: `field` says in what",
        "refers": "words that point to a paragraph, a recommendation, a part or a footnote",
        "timescale": "an answer in the annex and the timescale that dates it",
    },
    ("LinkRecord", "field"): {
        "deadline": "by when",
        "actor": "who",
        "funding": "with what money",
        "status": "still to be done, or done",
        "strength": "how firmly",
    },
    ("SetAsideRecord", "why"): {
        "running-head": "a running head or foot",
        "page-number": "a page number",
        "contents": "an entry of the contents",
        "repeated": "what is said elsewhere as well, such as column headings on a table's next page",
        "decorative": "ornament, or set askew",
        "hidden": "beyond the page's edge",
        "unreadable": "glyphs that stand for no character",
    },
    ("CoverageRecord", "structure"): {
        "tags": "the structure that the PDF's author tagged",
        "layout": "the look of the page",
    },
}


def meaning(record: str, field: str, value: str) -> str:
    """What a value of a closed list means.

    >>> meaning("FundingRecord", "period", "per_year")
    'every year'
    """
    return VALUES[record, field][value]
