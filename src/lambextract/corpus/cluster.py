"""The documents of an archive, worked out on a Dask cluster: by its scheduler's address, the same code for each as anywhere.

A worker that dies loses nothing but the document it was at, which the scheduler gives to another one. No more documents are
handed out than the workers can have in hand, so that an archive of any size is never held in the scheduler's memory.
"""

from collections.abc import Callable, Iterator, Sequence
from threading import Lock
from typing import Any
from uuid import uuid4

from distributed import Client, KilledWorker, as_completed

from ..cache import program
from ..document.progress import quiet
from ..errors import LambextractError, MachineError
from .entries import Entry, Job, entered, failed_entry
from .refresh import how_of

AHEAD = 3  # documents that are handed out for each thread of a worker
PATIENCE = 30.0  # seconds to wait for the scheduler, and for a first worker
ONE = Lock()  # the parser's model is one thing in each process: a worker's threads take turns


def on_cluster(
    address: str, jobs: Sequence[Job], thought_of: Callable[[Exception, str], LambextractError]
) -> Iterator[Entry]:
    """The entries of some jobs, as the workers of the scheduler at ``address`` have them ready.

    Raises MachineError where nothing answers there, or where a worker has another program than this one.
    """
    try:
        client: Any = Client(address, timeout=PATIENCE, name="lambextract")
    except (OSError, ValueError) as error:
        raise MachineError(
            f"no scheduler answers at {address}", "Start one: dask scheduler, and workers: dask worker ADDRESS"
        ) from error
    with client:
        check_workers(client, address)
        waiting = iter(jobs)
        by_key: dict[str, Job] = {}
        running: Any = as_completed([])

        run = uuid4().hex  # two runs on one scheduler share nothing

        def hand_out() -> None:
            threads = sum(client.nthreads().values())
            while len(by_key) < max(1, AHEAD * threads) and (job := next(waiting, None)) is not None:
                future = client.submit(entered_by_worker, job, thought_of, key=f"{job.document.name} {run}", pure=False)
                by_key[future.key] = job
                running.add(future)

        hand_out()
        for future in running:
            job = by_key.pop(future.key)
            failure = future.exception()
            if isinstance(failure, KilledWorker):
                yield failed_entry(job, MachineError(f"{job.document.name} took one worker after the other down"))
            elif failure is not None:
                raise failure
            else:
                yield future.result()
            future.release()
            hand_out()


def check_workers(client: Any, address: str) -> None:  # noqa: ANN401
    """Raise MachineError where there are no workers, or workers that have another program than this one."""
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except TimeoutError as error:
        raise MachineError(
            f"the scheduler at {address} has no workers", f"Start one, or more: dask worker {address}"
        ) from error
    ours = program()
    for worker, theirs in client.run(program).items():
        if theirs != ours:
            raise MachineError(
                f"the worker {worker} has another program than this one, or other libraries",
                "Install the same versions on all machines: pip install -c constraints.txt lambextract[cluster]",
            )


def entered_by_worker(job: Job, thought_of: Callable[[Exception, str], LambextractError]) -> Entry:
    """Work out one document (runs in a thread of a worker)."""
    if how_of(job.recipe) != job.how:
        raise MachineError(
            "a worker has another program, other libraries or other patterns than the one that asks it",
            "Install the same versions on all machines, and let all see the folder of --patterns at the same path.",
        )
    with ONE:
        return entered(job, quiet, thought_of)
