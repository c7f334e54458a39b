"""What a figure was measured on: the machine, without its name, and the versions."""

import os
import platform
from importlib.metadata import version

_PACKAGES = (
    "duckdb",
    "dbt-core",
    "dbt-duckdb",
    "dagster",
    "great-expectations",
    "pyarrow",
    "pandas",
    "numpy",
)


def describe_machine() -> dict[str, str]:
    """Cores, memory, system and the versions that matter, by what they are called."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": str(os.cpu_count()),
        "memory": f"{memory / 2**30:.1f} GiB",
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
    } | {package: version(package) for package in _PACKAGES}
