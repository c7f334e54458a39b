"""What the bytes of a CSV file must satisfy before they are parsed."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from landing.quotes import QuoteCheck, UnbalancedQuoteError
from landing.reasons import LandingError, blocked

BLOCK = 1 << 22
_LONG_UTF8 = re.compile(rb"[\xe0-\xef][\x80-\xbf]{2}")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


@dataclass(frozen=True)
class ByteFacts:
    """What one pass over the bytes found; ``start`` is where the headings begin."""

    has_bom: bool
    start: int
    ends_with_line_end: bool


def check_bytes(path: Path, name: str, encoding: str) -> ByteFacts:
    """Read a CSV file once, block by block, and refuse what cannot be parsed.

    ``name`` is how errors call the file. Raises LandingError EMPTY_FILE,
    ENCODING_MISMATCH, MIXED_ENCODING, INVALID_BYTES, BOM_MIDFILE, UNBALANCED_QUOTE.
    """
    with path.open("rb") as file:
        start = file.read(4)
        if not start:
            raise blocked("EMPTY_FILE", file=name)
        if start[:2] in _UTF16:
            raise _mismatch(name, encoding, "utf-16", 0)
        skipped = _mark_length(start, encoding)
        file.seek(skipped)
        quotes = QuoteCheck(skipped)
        text = _TextCheck(encoding, skipped)
        last = b""
        try:
            for block in _blocks(file):
                text.feed(block, last)
                quotes.feed(block)
                last = block[-4:]
            text.finish()
            quotes.finish()
        except _UndecodableError as error:
            raise _encoding_error(path, name, encoding, error.offset) from error
        except _OtherTextError as error:
            at = error.offset
            raise _mismatch(name, encoding, "utf-8", at) from error
        except _InnerMarkError as error:
            line = line_at(path, error.offset)
            raise blocked("BOM_MIDFILE", file=name, line=line) from error
        except UnbalancedQuoteError as error:
            line = line_at(path, error.offset)
            raise blocked("UNBALANCED_QUOTE", file=name, line=line) from error
    start_at = headings_start(path, encoding)
    return ByteFacts(skipped > 0, start_at, last[-1:] in (b"\n", b"\r"))


def headings_start(path: Path, encoding: str) -> int:
    """Offset of the headings: behind a byte order mark and blank lines."""
    with path.open("rb") as file:
        start = file.read(len(codecs.BOM_UTF8))
        found = _mark_length(start, encoding)
        file.seek(found)
        for block in _blocks(file):
            blank = len(block) - len(block.lstrip(b"\r\n"))
            found += blank
            if blank < len(block):
                break
    return found


def _mark_length(start: bytes, encoding: str) -> int:
    has_mark = encoding == "utf-8" and start.startswith(codecs.BOM_UTF8)
    return len(codecs.BOM_UTF8) if has_mark else 0


def _blocks(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(BLOCK):
        yield block


class _UndecodableError(Exception):
    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class _InnerMarkError(Exception):
    """A byte order mark at the start of a line."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class _OtherTextError(Exception):
    """Text that decodes as declared, but only into mojibake."""

    def __init__(self, offset: int) -> None:
        super().__init__(offset)
        self.offset = offset


class _TextCheck:
    """Whether all bytes are text of one encoding.

    UTF-8 often decodes as cp932, into nonsense; cp932 with characters of several bytes
    practically never decodes as UTF-8. So text that is both is taken for UTF-8.
    """

    def __init__(self, encoding: str, start: int) -> None:
        self._decoder = codecs.getincrementaldecoder(encoding)("strict")
        self._is_utf8 = encoding == "utf-8"
        self._utf8 = codecs.getincrementaldecoder("utf-8")("strict")
        self._may_be_utf8 = not self._is_utf8
        self._first_long: int | None = None
        self._offset = start

    def feed(self, block: bytes, before: bytes) -> None:
        pending = self._decoder.getstate()[0]
        if pending or not block.isascii():
            try:
                self._decoder.decode(block)
            except UnicodeDecodeError as error:
                at = self._offset - len(pending) + error.start
                raise _UndecodableError(at) from error
            self._try_utf8(block)
            mark = (before + block).find(b"\n" + codecs.BOM_UTF8)
            if self._is_utf8 and mark >= 0:
                raise _InnerMarkError(self._offset - len(before) + mark + 1)
        self._offset += len(block)

    def finish(self) -> None:
        pending = self._decoder.getstate()[0]
        if pending:
            raise _UndecodableError(self._offset - len(pending))
        if self._may_be_utf8 and self._first_long is not None:
            raise _OtherTextError(self._first_long)

    def _try_utf8(self, block: bytes) -> None:
        if not self._may_be_utf8:
            return
        try:
            self._utf8.decode(block)
        except UnicodeDecodeError:
            self._may_be_utf8 = False
        found = _LONG_UTF8.search(block)
        if found and self._first_long is None:
            self._first_long = self._offset + found.start()


def line_at(path: Path, offset: int) -> int:
    """Line number, from 1, of the byte at ``offset``; LF, CRLF and CR end a line."""
    lines, left, last = 1, offset, b""
    with path.open("rb") as file:
        while left and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            joined = last + block
            lines += joined.count(b"\n") + joined.count(b"\r") - joined.count(b"\r\n")
            lines -= last.count(b"\r")
            last = b"\r" if block.endswith(b"\r") else b""
    return lines


def _encoding_error(path: Path, name: str, encoding: str, offset: int) -> LandingError:
    """Tell a file of another encoding from a mixed one and from broken bytes."""
    other = "cp932" if encoding == "utf-8" else "utf-8"
    with path.open("rb") as file:
        file.seek(max(0, offset - BLOCK))
        before = file.read(offset - max(0, offset - BLOCK))
        after = file.read(BLOCK)
    line_start = max(before.rfind(b"\n"), before.rfind(b"\r")) + 1
    rest = (before[line_start:] + after).splitlines(keepends=True)
    line = line_at(path, offset)
    if not rest or not _reads_as(rest[0], other):
        return blocked("INVALID_BYTES", file=name, line=line, encoding=encoding)
    # Text before that already was good in the declared encoding: two encodings.
    if not before[:line_start].isascii():
        return blocked(
            "MIXED_ENCODING", file=name, encoding=encoding, detail=other, line=line
        )
    return _mismatch(name, encoding, other, offset)


def _mismatch(name: str, encoding: str, other: str, offset: int) -> LandingError:
    return blocked(
        "ENCODING_MISMATCH", file=name, encoding=encoding, detail=other, offset=offset
    )


def _reads_as(line: bytes, encoding: str) -> bool:
    """Whether a line is text in ``encoding`` with a character of several bytes."""
    try:
        text = line.decode(encoding)
    except UnicodeDecodeError:
        return False
    return len(text) < len(line)
