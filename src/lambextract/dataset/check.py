"""Dataset → faults: what a dataset claims and does not keep. Schema, keys, quotations, tables; with the source, its places.

Reads a dataset from its folder as well: the way back in for everything that works on built datasets.
"""

import csv
import hashlib
import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from ..errors import DatasetError
from ..records.dataset import Dataset
from .writers import FORMATS, check_library
from .writers.folder import MARK

if TYPE_CHECKING:
    from ..readers.witness import WitnessPage

SHOWN = 60  # characters of a value that a fault shows
MARKUP = re.compile(r"<sup>.*?</sup>|<[^>]{1,40}>|\[\^?\d+\]")  # of a text source
NEAR = 2.0  # points by which a quotation's box may outrun its block's
STRETCHES = 3  # into which the end of a page may part a quotation in a text
SHORTEST_STRETCH = 4  # letters


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong: in which record and field, the value, what is wrong with it, and on which page."""

    record: str
    field: str
    value: str
    message: str
    page: int | None = None

    def __str__(self) -> str:
        shown = self.value if len(self.value) <= SHOWN else f"{self.value[: SHOWN - 1]}…"
        where = f" (page {self.page})" if self.page else ""
        return f"{self.record}: {self.field}: {shown!r}: {self.message}{where}"


def dataset_file(place: Path) -> Path:
    """The dataset.json at a place: a dataset's folder, or the file itself. Raises DatasetError if there is none."""
    file = place / "dataset.json" if place.is_dir() else place
    if not file.is_file():
        what = f"{place} holds no dataset.json" if place.is_dir() else f"there is no dataset {place}"
        if any((place / name).is_file() for name in MARK):
            raise DatasetError(
                f"{what}, only tables", "Build it with json among its formats: that is what is read back."
            )
        raise DatasetError(what, "Build one first: lambextract build plan.pdf --out DIR")
    return file


def read_dataset(place: Path) -> Dataset:
    """The dataset in a folder. Raises DatasetError, naming the first thing that is wrong, if it is not valid.

    That it fits the schema and that its keys hold is made sure; ``faults_in`` finds everything else.
    """
    dataset = read_schema(place)
    fault = next(key_faults(dataset), None)
    if fault is not None:
        raise DatasetError(f"{place} is not a valid dataset: {fault}", f"See all faults: lambextract check {place}")
    return dataset


def read_schema(place: Path) -> Dataset:
    """The dataset in a folder, if it fits the schema."""
    file = dataset_file(place)
    try:
        return Dataset.model_validate_json(file.read_bytes())
    except OSError as error:
        raise DatasetError(f"{file} cannot be read: {error.strerror}", "Check its permissions.") from error
    except ValidationError as error:
        if any(e["type"] == "json_invalid" for e in error.errors()):
            hint = "Name a built dataset's folder; build one first: lambextract build plan.pdf --out DIR"
            raise DatasetError(f"{file} is no dataset: it is not JSON", hint) from error
        first = schema_faults(error)[0]
        raise DatasetError(
            f"{file} is not a valid dataset: {first}", f"See all faults: lambextract check {place}"
        ) from error


def faults_in(place: Path) -> tuple[Dataset | None, list[Fault]]:
    """The dataset in a folder, None where the schema refuses it, and everything that is wrong with its files."""
    file = dataset_file(place)
    try:
        data = file.read_bytes()
        dataset = Dataset.model_validate_json(data)
    except OSError as error:
        raise DatasetError(f"{file} cannot be read: {error.strerror}", "Check its permissions.") from error
    except ValidationError as error:
        return None, schema_faults(error)
    return dataset, [*faults_of(dataset), *file_faults(dataset, file.parent)]


def schema_faults(error: ValidationError) -> list[Fault]:
    """What the schema says against a dataset, one fault for each place."""
    out: list[Fault] = []
    for each in error.errors(include_url=False):
        path = [str(p) for p in each["loc"]]
        record = (
            f"{path[0]}[{path[1]}]" if len(path) > 1 and path[1].isdigit() else (path[0] if path else "dataset.json")
        )
        rest = path[2:] if len(path) > 1 and path[1].isdigit() else path[1:]
        value = "" if each["type"] == "missing" else str(each["input"])
        out.append(Fault(record, ".".join(rest) or "-", value, each["msg"]))
    return out


# ---- within the dataset -------------------------------------------------------------------------------------------------


def place_faults(dataset: Dataset) -> Iterator[Fault]:
    """Commitments that are not where their block is, and values that cannot be."""
    blocks = {b.id: b for b in dataset.blocks}
    actors = {c.actor.id: c.actor.name for c in reversed(dataset.commitments)}
    pages = dataset.document.pages
    for c in dataset.commitments:
        record, block = f"commitments[{c.id}]", blocks.get(c.block)
        if block is None:
            continue  # told as a missing key
        for field, value, true in (
            ("part", c.part, block.part),
            ("recommendation", c.recommendation, block.recommendation),
            ("column", c.column, block.column),
        ):
            if value != true:
                yield Fault(record, field, str(value), f"is not that of {c.block}: {true}", c.page)
        if actors[c.actor.id] != c.actor.name:
            yield Fault(record, "actor.name", c.actor.name, f"is not that of {c.actor.id} elsewhere", c.page)
        for box in c.bboxes:
            inside = any(b[0] == box[0] and b[2] - NEAR <= box[2] and box[4] <= b[4] + NEAR for b in block.bboxes)
            if (pages is not None and not 1 <= box[0] <= pages) or not inside:
                yield Fault(record, "bboxes", str(box), f"lies outside the boxes of {c.block}", c.page)
        if c.page is not None and c.page not in {b[0] for b in block.bboxes}:
            yield Fault(record, "page", str(c.page), f"is no page of {c.block}", c.page)
        deadline = c.deadline
        if deadline is not None and deadline.start and deadline.end and deadline.start > deadline.end:
            yield Fault(record, "deadline", f"{deadline.start}/{deadline.end}", "ends before it begins", c.page)
        if any(f.amount < 0 or (f.max_amount is not None and f.max_amount < f.amount) for f in c.funding):
            yield Fault(record, "funding", str([str(f.amount) for f in c.funding]), "is no sum", c.page)


def faults_of(dataset: Dataset) -> list[Fault]:
    """Everything in a dataset that contradicts itself: keys, foreign keys, quotations that are not at their offsets."""
    return [*key_faults(dataset), *quote_faults(dataset), *place_faults(dataset)]


def key_faults(dataset: Dataset) -> Iterator[Fault]:
    """Ids that come twice, and references to what is not there."""
    known = Known.of(dataset)
    yield from repeated_ids(dataset)
    for block in dataset.blocks:
        record = f"blocks[{block.id}]"
        if block.part not in known.parts:
            yield Fault(record, "part", block.part, "is no part of the document", block.page)
        if block.parent is not None and block.parent not in known.blocks:
            yield Fault(record, "parent", block.parent, "is no block", block.page)
        if block.recommendation is not None and block.recommendation not in known.refs:
            yield Fault(record, "recommendation", str(block.recommendation), "is no recommendation", block.page)
    for commitment in dataset.commitments:
        record = f"commitments[{commitment.id}]"
        if commitment.block not in known.blocks:
            yield Fault(record, "block", commitment.block, "is no block", commitment.page)
        if commitment.recommendation is not None and commitment.recommendation not in known.refs:
            unknown = str(commitment.recommendation)
            yield Fault(record, "recommendation", unknown, "is no recommendation", commitment.page)
    yield from reference_faults(dataset, known)


@dataclass(frozen=True, slots=True)
class Known:
    """The ids of a dataset's records, and the references of its recommendations."""

    parts: frozenset[str]
    blocks: frozenset[str]
    commitments: frozenset[str]
    rows: frozenset[str]
    refs: frozenset[int | str | None]

    @classmethod
    def of(cls, dataset: Dataset) -> "Known":
        """Those of a dataset."""
        return cls(
            frozenset({*(p.id for p in dataset.document.parts), "front-matter"}),
            frozenset(b.id for b in dataset.blocks),
            frozenset(c.id for c in dataset.commitments),
            frozenset(r.id for r in dataset.recommendations),
            frozenset(r.ref for r in dataset.recommendations),
        )


def repeated_ids(dataset: Dataset) -> Iterator[Fault]:
    """Ids that come twice."""
    for name, ids in (
        ("document.parts", [p.id for p in dataset.document.parts]),
        ("blocks", [b.id for b in dataset.blocks]),
        ("recommendations", [r.id for r in dataset.recommendations]),
        ("commitments", [c.id for c in dataset.commitments]),
    ):
        yield from (Fault(f"{name}[{i}]", "id", i, f"comes {n} times") for i, n in Counter(ids).items() if n > 1)


def reference_faults(dataset: Dataset, known: Known) -> Iterator[Fault]:
    """What recommendations, links, commitments and rejections refer to though it is not there."""
    for row in dataset.recommendations:
        for id_ in row.commitments:
            if id_ not in known.commitments:
                yield Fault(f"recommendations[{row.id}]", "commitments", id_, "is no commitment")
    everything = known.commitments | known.blocks | known.rows | known.parts
    for link in dataset.links:
        for field, id_ in (("from", link.source), ("to", link.target)):
            if id_ not in everything:
                record = f"links[{link.kind} {link.source}]"
                yield Fault(record, field, id_, "is no commitment, block, recommendation or part")
    for c in dataset.commitments:
        told_before = (("promise", c.promise), *((f"funding[{i}]", f.restates) for i, f in enumerate(c.funding)))
        for field, told in told_before:
            if told is not None and told not in known.commitments:
                yield Fault(f"commitments[{c.id}]", field, told, "is no commitment", c.page)
    for rejected in dataset.rejected:
        if rejected.block not in known.blocks:
            yield Fault(f"rejected[{rejected.quote_start}]", "block", rejected.block, "is no block")


def quote_faults(dataset: Dataset) -> Iterator[Fault]:
    """Quotations that their block does not hold at their offsets, and words that lie outside their quotation.

    A sum may stand in a sentence of the block that goes on about the commitment.
    """
    texts = {b.id: b.text for b in dataset.blocks}
    parents = {b.id: texts.get(b.parent, "") for b in dataset.blocks if b.parent is not None}
    for c in dataset.commitments:
        if c.block not in texts:
            continue  # told as a missing key
        text, record = texts[c.block], f"commitments[{c.id}]"
        spans: list[tuple[str, str | None, int | None, int | None]] = [
            ("quote", c.quote, c.quote_start, c.quote_end),
            ("actor", c.actor.text, c.actor.start, c.actor.end),
            ("action", c.action.text, c.action.start, c.action.end),
            *((f"funding[{i}]", f.text, f.start, f.end) for i, f in enumerate(c.funding)),
        ]
        if c.deadline is not None:
            spans.append(("deadline", c.deadline.text, c.deadline.start_char, c.deadline.end_char))
        for field, words, start, end in spans:
            if start is None or end is None:
                continue
            if not 0 <= start <= end <= len(text) or text[start:end] != words:
                yield Fault(record, field, words or "", f"is not at {start}..{end} of {c.block}", c.page)
            elif not c.quote_start <= start <= end <= c.quote_end and not field.startswith("funding"):
                yield Fault(record, field, words or "", "lies outside the quotation", c.page)
        if c.actor.start is None and c.actor.text is not None:
            yield Fault(record, "actor.text", c.actor.text, "has no place in the quotation", c.page)
        if c.condition is not None and not any(c.condition in t for t in (text, parents.get(c.block, ""))):
            yield Fault(record, "condition", c.condition, f"is not in {c.block} or its lead-in", c.page)
        if c.action.object is not None and c.action.object not in c.quote:
            yield Fault(record, "action.object", c.action.object, "is not in the quotation", c.page)
    for r in dataset.rejected:
        if r.block in texts and texts[r.block][r.quote_start : r.quote_end] != r.quote:
            yield Fault(
                f"rejected[{r.block}]", "quote", r.quote, f"is not at {r.quote_start}..{r.quote_end} of {r.block}"
            )


# ---- the files beside it ---------------------------------------------------------------------------------------------------


def file_faults(dataset: Dataset, folder: Path) -> Iterator[Fault]:
    """Files in the dataset's folder that say something else than dataset.json does.

    A build may have been asked for some formats only: one of which no file is there is not missed. Raises MachineError where
    a file is there that cannot be compared, because the library that writes its format is not installed.
    """
    for name, format_ in FORMATS.items():
        if not any((folder / file).is_file() for file in format_.names):
            continue
        check_library(name)
        for file, data in format_.files([dataset]).items():
            if file != "dataset.json":
                yield from differences(folder / file, data)


def differences(file: Path, expected: bytes) -> Iterator[Fault]:
    """What a file holds that it should not."""
    if not file.is_file():
        yield Fault(file.name, "-", "", "is missing")
        return
    found = file.read_bytes()
    if found == expected:
        return
    if file.suffix == ".csv":
        yield from table_faults(file.name, found, expected)
    else:
        yield Fault(file.name, "-", "", "is not what this version writes for dataset.json; build again")


def table_faults(name: str, found: bytes, expected: bytes) -> Iterator[Fault]:
    """The first row and column in which a table differs from the dataset."""
    try:
        rows = list(csv.reader(io.StringIO(found.decode("utf-8"), newline="")))
    except (UnicodeDecodeError, csv.Error) as error:
        yield Fault(name, "-", "", f"cannot be read: {error}")
        return
    wanted = list(csv.reader(io.StringIO(expected.decode("utf-8"), newline="")))
    header = wanted[0]
    for number, (row, want) in enumerate(zip_longest(rows, wanted), 1):
        if row == want:
            continue
        if row is None or want is None:
            yield Fault(f"{name} row {number}", "-", "", "is missing" if row is None else "is not in dataset.json")
        else:
            at = next((i for i, (a, b) in enumerate(zip_longest(row, want)) if a != b), 0)
            field = header[at] if at < len(header) else f"column {at + 1}"
            yield Fault(f"{name} row {number}", field, row[at] if at < len(row) else "", "differs from dataset.json")
        return
    yield Fault(name, "-", "", "differs from dataset.json in its line ends or quotation marks")


# ---- against the source --------------------------------------------------------------------------------------------------------


def faults_against(dataset: Dataset, source: Path, password: str | None = None) -> Iterator[Fault]:
    """Whether a dataset comes from a source, and holds all of it: its SHA-256, and each of its words on the page.

    A second reader of the PDF must see the words of every block and quotation follow one another within their boxes, and no
    word that is in no block and not set aside. In a text, the letters of every quotation must stand.

    Raises SourceError for a source that cannot be read.
    """
    from ..readers import second_reading

    name, data, witness = second_reading(source, password)
    digest = hashlib.sha256(data).hexdigest()
    if digest != dataset.document.sha256:
        way_out = f"name the file that it was built from, or build again: lambextract build {source}"
        yield Fault("document", "sha256", dataset.document.sha256, f"{name} is another file ({digest[:8]}…): {way_out}")
        return
    if witness is None:
        yield from missing_in_text(dataset, data.decode("utf-8-sig"))
        return
    yield from misplaced(dataset, witness)


def misplaced(dataset: Dataset, witness: Sequence["WitnessPage"]) -> Iterator[Fault]:
    """Blocks and quotations whose words do not follow one another on the page, and words of a page that are nowhere."""
    from .reading_order import stands
    from .word_accounting import account_of, pages_of

    pages = pages_of(dataset.blocks, witness)
    account = account_of(dataset.blocks, dataset.set_aside, pages)
    known = {page.number for page in witness}
    told = {b.id for b in dataset.blocks if b.doubtful}
    message = "its words do not follow one another within its boxes on the page"
    for block in dataset.blocks:
        record = f"blocks[{block.id}]"
        if not block.bboxes:
            yield Fault(record, "bboxes", block.text, "has no place in the PDF", block.page)
        elif any(box[0] not in known for box in block.bboxes):
            yield Fault(record, "bboxes", str(block.bboxes), "is on a page that the PDF does not have", block.page)
        elif block.id in account.doubtful - told:
            yield Fault(record, "text", block.text, message, block.page)
    for c in dataset.commitments:
        record = f"commitments[{c.id}]"
        if c.block in told:
            yield Fault(record, "block", c.block, "is a block whose words are in doubt", c.page)
        elif stands(c.quote, c.bboxes, pages) is None:
            yield Fault(record, "quote", c.quote, message, c.page)
    admitted = {c.page: c.unseen_letters for c in dataset.coverage}
    for number, text in account.unseen.items():
        if number <= (dataset.document.pages or 0) and len(text) > admitted.get(number, 0):
            yield Fault("coverage", "words", text, "stand on the page, and in no block and not in set_aside", number)


def missing_in_text(dataset: Dataset, text: str) -> Iterator[Fault]:
    """Quotations of which the letters do not stand in a text, its markup left out."""
    plain = letters(MARKUP.sub("", text))
    for commitment in dataset.commitments:
        if not stands_in(letters(commitment.quote), plain):
            message = "is not in the source"
            yield Fault(f"commitments[{commitment.id}]", "quote", commitment.quote, message, commitment.page)


def stands_in(wanted: str, plain: str) -> bool:
    """Whether letters stand in a text, in one stretch or, around a page's end or a footnote, in a few."""
    rest = wanted
    for _ in range(STRETCHES):
        if rest in plain:
            return True
        low, high = 0, len(rest)  # the longest beginning that is there
        while low < high:
            middle = (low + high + 1) // 2
            low, high = (middle, high) if rest[:middle] in plain else (low, middle - 1)
        if low < SHORTEST_STRETCH:
            return False
        rest = rest[low:]
    return False


def letters(text: str) -> str:
    """A text's letters and digits, ligatures and accents spelled as the reader does."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c.isalnum()).casefold()
