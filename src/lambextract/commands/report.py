"""A plan → one page with everything that was found in it."""

import hashlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ..errors import SourceError, UsageError
from .app import app, example
from .options import Output, PasswordFile, PatternsDir, Plan, Without, day, layered, password
from .output import check_target, named_after, put

if TYPE_CHECKING:
    from ..records.dataset import Dataset
    from ..report.page_images import Pictures

SUFFIX = "-report.html"
OURS = b'<meta name="generator" content="lambextract '
HEAD = 2_000  # bytes of a page in which that stands


@app.command(
    short_help="Write all that was found as one page to look at.",
    epilog=example(
        "lambextract report plan.pdf",
        "lambextract report data/out/plan --source plan.pdf --as-of 2017-04-01 -o plan.html",
    ),
)
def report(
    plan: Plan,
    output: Output = None,
    source: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="The PDF that a dataset was built from, for images of its pages."),
    ] = None,
    as_of: Annotated[
        str | None,
        typer.Option(metavar="DAY", help="Show what was due by this day, or by the end of this month or year."),
    ] = None,
    images: Annotated[
        bool, typer.Option("--images/--no-images", help="Whether to show the words on images of their pages.")
    ] = True,
    patterns: PatternsDir = None,
    without: Without = None,
    password_file: PasswordFile = None,
) -> None:
    """Write all that was found in a plan as one page: charts, a table to search and filter, quotations, pages.

    The file opens from disk in any browser, and fetches nothing. It shows deadlines, money without counting a sum twice, who
    is to do what, every commitment in its paragraph and on its page, contradictions, recommendations with what answers them,
    and what was weighed and not taken, set aside or not read. Given a PDF, or a dataset with its PDF as --source, it holds
    images of the pages.
    """
    from datetime import date

    from ..comparison.inputs import dataset_of
    from ..patterns import load_change_patterns
    from ..report import report_of
    from ..report.page import Wishes
    from .progress import progress

    target = check_target(output, named_after(plan, SUFFIX), lambda data: OURS in data[:HEAD], plan, source)
    looked_at = day(as_of, last=True)
    secret = password(password_file)
    rules = layered(patterns, without)
    with progress(sys.stderr) as told:
        dataset = dataset_of(plan, patterns, without or (), secret, told)
    pictures = pictures_for(dataset, plan, source, secret) if images else None
    wishes = Wishes(date.fromisoformat(looked_at) if looked_at else None, *([pictures] if pictures else []))
    page = report_of(dataset, rules, load_change_patterns(patterns, without or ()), wishes)
    put(page.encode("utf-8"), target)
    if target != Path("-"):
        bytes_ = len(page.encode("utf-8"))
        size = f"{bytes_ / 1e6:.1f} MB" if bytes_ > 100_000 else f"{bytes_ / 1e3:.0f} kB"
        typer.echo(f"{target}: {len(dataset.commitments)} commitments, {size}. Open it in a browser.", err=True)


def pictures_for(dataset: "Dataset", plan: Path, source: Path | None, secret: str | None) -> "Pictures | None":
    """Images of the pages on which commitments stand; None where no PDF is given.

    Raises SourceError for a source that cannot be read, UsageError for one that the dataset was not built from.
    """
    from ..report.page_images import pictures_of

    file = source or (plan if plan.is_file() and plan.suffix.casefold() != ".json" else None)
    if file is None or dataset.document.media_type != "application/pdf":
        return None
    data = bytes_of(file, dataset)
    return pictures_of(data, {box[0] for c in dataset.commitments for box in c.bboxes}, secret, file.name)


def bytes_of(source: Path, dataset: "Dataset") -> bytes:
    """The bytes of the file that a dataset was built from. Raises SourceError or UsageError for one that it is not."""
    try:
        data = source.read_bytes()
    except OSError as error:
        raise SourceError(
            f"{source} cannot be read: {error.strerror}", "Check its name and its permissions."
        ) from error
    if hashlib.sha256(data).hexdigest() != dataset.document.sha256:
        raise UsageError(
            f"{source} is not the file that the dataset was built from ({dataset.document.source}), or it has changed",
            f"Name that file, or build a new dataset: lambextract build {source}",
        )
    return data
