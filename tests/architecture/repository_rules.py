"""House rules about the repository: a lock without addresses, no trace of a machine."""

import re
import subprocess
from pathlib import Path

LOCK = "requirements.lock"
# Written so that no pattern finds itself.
_ADDRESSES = re.compile(
    r"https?://[^\s\"']*(?:py[p]i|/simp[l]e\b|artifact[o]ry|nex[u]s|devp[i])"
    r"|--(?:extra-)?index-[u]rl|--find-lin[k]s|--trusted-h[o]st",
    re.IGNORECASE,
)
_MACHINE_PATHS = re.compile(
    r"(?<![\w.~-])/(?:[r]oot|[h]ome|[U]sers|[w]ork|[w]orkspace|[m]nt)/\w"
    r"|\b[A-Z]:\\[U]sers\b"
    r"|(?<![\d.])(?:1[0]\.\d+|17[2]\.(?:1[6-9]|2\d|3[01])|19[2]\.168)\.\d+\.\d+(?![\d.])"
)
_PINNED = re.compile(r"^[A-Za-z0-9._-]+(?:\[[\w,-]+\])?==\S+(?: ; .+)? \\$")


def lock_without_addresses(root: Path) -> list[str]:
    """Every pinned package has a hash, and nothing says where it came from."""
    lines = (root / LOCK).read_text(encoding="utf-8").splitlines()
    breaches = []
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        is_hash = line.startswith("    --hash=sha256:")
        if "//" in line or (line.startswith("-") and not is_hash) or " @ " in line:
            breaches.append(f"{LOCK} line {number} holds an address or an option")
        elif not is_hash and not _PINNED.match(line):
            breaches.append(f"{LOCK} line {number} pins no exact version")
        elif not is_hash and not (
            number < len(lines) and lines[number].startswith("    --hash=")
        ):
            breaches.append(f"{LOCK} line {number} has no hash")
    return breaches


def traces_of_machines(root: Path, files: list[str]) -> list[str]:
    """No file says which registry it was made with or where it lay."""
    breaches = []
    for name in files:
        try:
            text = (root / name).read_text(encoding="utf-8")
        except (UnicodeDecodeError, FileNotFoundError):
            continue  # a picture, or deleted and not yet committed
        for number, line in enumerate(text.splitlines(), 1):
            for pattern in (_ADDRESSES, _MACHINE_PATHS):
                found = pattern.search(line)
                if found:
                    breaches.append(f"{name} line {number} holds {found.group()!r}")
    return breaches


def tracked_files(root: Path) -> list[str]:
    """What git would publish; in a copy without git, every file outside hidden ones."""
    try:
        listed = subprocess.run(
            ["git", "ls-files", "-z"],
            cwd=root,
            capture_output=True,
            check=True,
            text=True,
        )
    except (OSError, subprocess.CalledProcessError):
        return [
            path.relative_to(root).as_posix()
            for path in sorted(root.rglob("*"))
            if path.is_file()
            and not any(part.startswith(".") for part in path.relative_to(root).parts)
        ]
    return [name for name in listed.stdout.split("\0") if name]
