"""The one error of this room."""


class ContractError(Exception):
    """A contract that cannot be read or enforced; `str()` is one clear sentence."""
