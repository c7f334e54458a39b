"""What became of a run, and which causes are worth a second try."""

import errno
from dataclasses import dataclass
from enum import IntEnum

import duckdb


class ExitCode(IntEnum):
    """Exit codes that schedulers rely on."""

    PUBLISHED = 0
    NOT_PUBLISHED = 1
    BAD_INPUT = 2
    LOCKED = 75
    INTERRUPTED = 130


@dataclass(frozen=True)
class Outcome:
    """How a run ended and the sentence that says so (empty when it published)."""

    exit_code: int
    sentence: str = ""


# The machine was busy; the same step may well succeed a moment later.
_TRANSIENT = frozenset(
    {
        errno.EAGAIN,
        errno.EBUSY,
        errno.EINTR,
        errno.EMFILE,
        errno.ENFILE,
        errno.ENOMEM,
        errno.ESTALE,
        errno.ETIMEDOUT,
        errno.ETXTBSY,
    }
)
# DuckDB has no error code for a file that another process has open.
_BUSY_DATABASE = "Could not set lock on file"


def is_transient(error: BaseException) -> bool:
    """Whether trying the step again can help: a busy machine, never a wrong input."""
    if isinstance(error, OSError) and error.errno in _TRANSIENT:
        return True
    return isinstance(error, duckdb.IOException) and _BUSY_DATABASE in str(error)


def exit_code_of(error: BaseException) -> int | None:
    """Exit code of an error that was foreseen; None for a bug."""
    from book import BookError
    from contracts import ContractError
    from landing import LandingError
    from orchestration.bench.cost import BenchError, BenchPlanError
    from orchestration.dbt_process import DbtError, DbtTestError
    from orchestration.lead_lookup import LeadLookupError
    from orchestration.ledger import LedgerError
    from orchestration.publication import PublicationError
    from orchestration.resources import SettingsError
    from orchestration.run_lock import RunLockHeldError

    bad_inputs = (
        SettingsError,
        BookError,
        LandingError,
        LedgerError,
        ContractError,
        LeadLookupError,
        BenchPlanError,
    )
    if isinstance(error, bad_inputs):
        return ExitCode.BAD_INPUT
    if isinstance(error, (DbtError, DbtTestError, PublicationError, BenchError)):
        return ExitCode.NOT_PUBLISHED
    if isinstance(error, RunLockHeldError):
        return ExitCode.LOCKED
    return None
