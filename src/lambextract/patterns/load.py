"""Reads packs of pattern files and lays one over the other."""

import hashlib
import tomllib
from collections.abc import Iterable, Sequence
from pathlib import Path
from re import error as re_error
from typing import Any, get_args

from pydantic import ValidationError

from ..errors import PatternError
from .actions import ActionPatterns
from .actors import ActorPatterns
from .calendar import CalendarPatterns
from .changes import ChangePatterns
from .deadlines import DeadlinePatterns, with_dates
from .funding import FundingPatterns
from .links import LinkPatterns
from .modality import ModalityPatterns
from .rules import Model, Rule, TextRule, Words
from .structure import StructurePatterns

FIRST_PACK = "core"
MOST_LOADED = 8  # sets of patterns that a process keeps, so that many plans need one load

Raw = dict[str, Any]


class Patterns(Model):
    """All rules of all packs, checked. ``sha256`` is over the bytes of the files they came from."""

    structure: StructurePatterns
    calendar: CalendarPatterns
    deadlines: DeadlinePatterns
    funding: FundingPatterns
    modality: ModalityPatterns
    actors: ActorPatterns
    actions: ActionPatterns
    changes: ChangePatterns
    links: LinkPatterns
    packs: tuple[str, ...]
    sha256: str


LOADED: dict[str, Patterns] = {}  # by the digest of their files

FILES: dict[str, type[Model]] = {
    "structure": StructurePatterns,
    "calendar": CalendarPatterns,
    "deadlines": DeadlinePatterns,
    "funding": FundingPatterns,
    "modality": ModalityPatterns,
    "actors": ActorPatterns,
    "actions": ActionPatterns,
    "changes": ChangePatterns,
    "links": LinkPatterns,
}


def default_folder() -> Path:
    """Where the default packs lie: beside the checkout's ``src``, else inside the installed package."""
    checkout = Path(__file__).resolve().parents[3] / "patterns"
    if (checkout / FIRST_PACK).is_dir() and (checkout.parent / "pyproject.toml").is_file():
        return checkout
    return Path(__file__).resolve().parents[1] / "pattern_files"


def load_patterns(extra: Path | None = None, without: Iterable[str] = ()) -> Patterns:
    """The default packs but those named in ``without``, and over them the pack or packs in the folder ``extra``.

    Raises PatternError, naming file, rule and reason, for whatever is wrong in a file.
    """
    files = files_of(extra, without)
    digest = digest_of(files)
    if digest not in LOADED:
        if len(LOADED) >= MOST_LOADED:
            LOADED.clear()
        LOADED[digest] = laid_over(files)
    return LOADED[digest]


def laid_over(files: Sequence[tuple[str, Path, bytes]]) -> Patterns:
    """The patterns of some files, each laid over those before it."""
    merged: dict[str, Raw] = {}
    for _, file, data in files:
        lay_over(merged.setdefault(file.stem, {}), parse(file, data), file, is_given(file))
    calendar = build("calendar", CalendarPatterns.prepared(merged.get("calendar", {})))
    assert isinstance(calendar, CalendarPatterns), "the calendar's file gives the calendar"
    merged["deadlines"] = with_dates(merged.get("deadlines", {}), calendar)
    models = {stem: build(stem, merged.get(stem, {})) for stem in FILES if stem != "calendar"} | {"calendar": calendar}
    packs = tuple(dict.fromkeys(pack for pack, _, _ in files))
    return Patterns.model_validate({**models, "packs": packs, "sha256": digest_of(files)})


def load_change_patterns(extra: Path | None = None, without: Iterable[str] = ()) -> ChangePatterns:
    """The rules of ``changes.toml`` alone, laid over one another in the same way: a comparison needs no others."""
    merged: Raw = {}
    for _, file, data in files_of(extra, without):
        if FILES.get(file.stem) is ChangePatterns:
            lay_over(merged, parse(file, data), file, is_given(file))
    patterns = build("changes", merged)
    assert isinstance(patterns, ChangePatterns), "the file of changes gives what tells changes"
    return patterns


def files_of(extra: Path | None = None, without: Iterable[str] = ()) -> list[tuple[str, Path, bytes]]:
    """The pattern files to be laid over one another, in that order: pack, path, bytes."""
    folder = default_folder()
    packs = sorted((p for p in folder.iterdir() if p.is_dir()), key=lambda p: (p.name != FIRST_PACK, p.name))
    unwanted = set(without)
    if FIRST_PACK in unwanted:
        raise PatternError(
            f"the pack {FIRST_PACK} cannot be left out", "It holds the language; lay your own rules over it."
        )
    if unknown := unwanted - {p.name for p in packs}:
        known = ", ".join(p.name for p in packs)
        raise PatternError(f"no pack is called {', '.join(sorted(unknown))}", f"The packs are: {known}.")
    chosen = [p for p in packs if p.name not in unwanted]
    if extra is not None:
        chosen += packs_in(extra)
    files = [(pack.name, file) for pack in chosen for file in sorted(pack.glob("*.toml"))]
    try:
        return [(pack, file, file.read_bytes()) for pack, file in files]
    except OSError as error:
        raise PatternError(f"{error.filename} cannot be read: {error.strerror}", "Check what it is.") from error


def digest_of(files: Iterable[tuple[str, Path, bytes]]) -> str:
    """SHA-256 over pattern files: what two builds must share to give the same."""
    digest = hashlib.sha256()
    for pack, file, data in files:
        digest.update(f"{pack}/{file.name}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def packs_in(folder: Path) -> list[Path]:
    """The packs in a user's folder: the folder itself, or the folders in it."""
    if not folder.is_dir():
        raise PatternError(f"{folder} is not a folder of pattern files", "Name the folder that holds the .toml files.")
    inner = sorted(p for p in folder.iterdir() if p.is_dir() and any(p.glob("*.toml")))
    packs = [folder] if any(folder.glob("*.toml")) else inner
    if not packs:
        raise PatternError(
            f"{folder} holds no .toml files", f"File names are: {', '.join(f'{f}.toml' for f in FILES)}."
        )
    return packs


def parse(file: Path, data: bytes) -> Raw:
    """One file's tables."""
    if file.stem not in FILES:
        known = ", ".join(f"{stem}.toml" for stem in FILES)
        raise PatternError(f"{file}: no pattern file has this name", f"The names are: {known}.")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PatternError(f"{file}: {error}", "The file must be TOML in UTF-8.") from error


def is_given(file: Path) -> bool:
    """Whether a pattern file is the user's."""
    return not file.is_relative_to(default_folder())


def lay_over(below: Raw, above: Raw, file: Path, given: bool) -> None:
    """Add the tables of one file to what earlier packs gave: same-named rules are replaced, lists of words grow."""
    for key, value in above.items():
        if key in below and isinstance(below[key], list) != isinstance(value, list):
            form = f"[[{key}]]" if isinstance(below[key], list) else f"[{key}]"
            raise PatternError(f"{file}: {key} has another form here than in the packs below", f"Write it as {form}.")
        if isinstance(value, list):
            rules = below.setdefault(key, [])
            for rule in value:
                if not isinstance(rule, dict) or not isinstance(rule.get("name"), str) or not rule["name"]:
                    raise PatternError(f"{file}: a rule under [[{key}]] has no name", "Every rule needs a `name`.")
                rules[:] = [r for r in rules if r["name"] != rule["name"]]
                rules.append({**rule, "given": given})
        elif isinstance(value, dict):
            table = below.setdefault(key, {})
            for name, item in value.items():
                if key == "words" and not (isinstance(item, list) and all(isinstance(w, str) and w for w in item)):
                    raise PatternError(f"{file}: the words {name!r} are no list", f'Write: {name} = ["…", "…"]')
                table[name] = [*table.get(name, []), *item] if isinstance(item, list) else item
        else:
            raise PatternError(
                f"{file}: {key} is neither a table nor a list of rules", "See patterns/core for the form."
            )


def build(stem: str, raw: Raw) -> Model:
    """The checked model of one kind of pattern file."""
    model = FILES[stem]
    words: Words = {name: tuple(items) for name, items in raw.get("words", {}).items()}
    filled: Raw = {**raw, "words": words} if "words" in model.model_fields else dict(raw)
    for key, value in filled.items():
        if not isinstance(value, list):
            continue
        kind = rule_type(model, key)
        for i, rule in enumerate(value):
            if not (kind and issubclass(kind, Rule)):
                rule.pop("given", None)
            if "match" in rule and not isinstance(rule["match"], str):
                raise PatternError(f"{stem}.toml, rule {rule['name']!r}: its match is no text", "Put it in quotes.")
            try:
                value[i] = kind.expanded(rule, words) if kind and issubclass(kind, TextRule) else rule
                if kind:
                    kind.model_validate(value[i])
            except ValidationError as error:
                first = error.errors()[0]
                where = ".".join(str(p) for p in first["loc"])
                message = f"{stem}.toml, rule {rule['name']!r}: {where}: {first['msg']}"
                raise PatternError(message, "See patterns/core for the form.") from error
            except (ValueError, re_error) as error:
                raise PatternError(f"{stem}.toml, rule {rule['name']!r}: {error}", "Mend its `match`.") from error
    try:
        return model.model_validate(filled)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(p) for p in first["loc"])
        raise PatternError(f"{stem}.toml: {where}: {first['msg']}", "See patterns/core for the form.") from error


def rule_type(model: type[Model], key: str) -> type[Model] | None:
    """The type of the rules under ``[[key]]``."""
    field = model.model_fields.get(key)
    kinds = get_args(field.annotation) if field else ()
    return kinds[0] if kinds and isinstance(kinds[0], type) and issubclass(kinds[0], Model) else None
