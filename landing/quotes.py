"""Whether the quotes of a CSV file balance, by its bytes and in bounded memory.

pyarrow takes an unterminated quote for the start of a very long field and swallows the
rest of the file without a word, so the quotes are checked before it reads.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

QUOTE = ord('"')
_EDGES = (ord(","), ord("\n"), ord("\r"))
_NOWHERE = np.empty(0, np.intp)
_TAIL = 1 << 16


class UnbalancedQuoteError(Exception):
    """A quoted field that does not end where a field can end."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"quote opened at byte {offset}")
        self.offset = offset


class QuoteCheck:
    """Follows the quotes of one file, fed block by block.

    A quote at the start of a field opens it, a doubled quote inside is text, and after
    the closing quote a comma, a line end or the end of the file must follow. A quote in
    the middle of an unquoted field is text.
    """

    def __init__(self, start: int) -> None:
        self._is_inside = False
        self._opened_at = start
        self._offset = start
        self._held = b""
        self._previous = ord("\n")

    def feed(self, block: bytes) -> None:
        """Check one more block; raises UnbalancedQuoteError."""
        if not self._held and QUOTE not in block:
            self._advance(block)
            return
        # What follows a quote decides what it is, so quotes at the end wait.
        data = self._held + block
        kept = data.rstrip(b'"')
        self._held = data[len(kept) :]
        self._check(kept)

    def finish(self) -> None:
        """Check the end of the file; raises UnbalancedQuoteError."""
        held, self._held = self._held, b""
        self._check(held + b"\n" if held else b"")
        if self._is_inside:
            raise UnbalancedQuoteError(self._opened_at)

    def _advance(self, data: bytes) -> None:
        if data:
            self._passed(data, _NOWHERE, self._is_inside)
            self._move(data)

    def _move(self, data: bytes) -> None:
        if data:
            self._previous = data[-1]
            self._offset += len(data)

    def _check(self, data: bytes) -> None:
        codes = np.frombuffer(data, np.uint8)
        turns = np.flatnonzero(codes == QUOTE)
        was_inside = self._is_inside
        if len(turns) and not self._alternate(codes, turns):
            turns = self._follow(data, turns)
        self._passed(data, turns, was_inside)
        self._move(data)

    def _passed(self, data: bytes, turns: NDArray[np.intp], was_inside: bool) -> None:
        """Told of all data in turn, and where in it quoted fields begin and end."""

    def _alternate(self, codes: NDArray[np.uint8], quotes: NDArray[np.intp]) -> bool:
        """Whether the quotes simply open and close in turn; then that is taken over.

        A doubled quote is a close and an opening next to each other.
        """
        first = 1 if self._is_inside else 0
        openings, closings = quotes[first::2], quotes[1 - first :: 2]
        before = codes[openings - 1]
        if len(openings) and openings[0] == 0:
            before[0] = self._previous
        allowed = np.zeros(256, bool)
        allowed[[*_EDGES, QUOTE]] = True
        if not allowed[before].all() or not allowed[codes[closings + 1]].all():
            return False
        real = openings[before != QUOTE]
        if len(real):
            self._opened_at = self._offset + int(real[-1])
        self._is_inside ^= bool(len(quotes) % 2)
        return True

    def _follow(self, data: bytes, quotes: NDArray[np.intp]) -> NDArray[np.intp]:
        """The same quote by quote, for data that has quotes within unquoted fields.

        Returns those at which a quoted field begins or ends.
        """
        escaped = -1
        turns: list[int] = []
        for position in quotes.tolist():
            if position == escaped:
                continue
            if not self._is_inside:
                before = data[position - 1] if position else self._previous
                if before in _EDGES:
                    self._is_inside = True
                    self._opened_at = self._offset + position
                    turns.append(position)
            elif data[position + 1] == QUOTE:
                escaped = position + 1
            elif data[position + 1] in _EDGES:
                self._is_inside = False
                turns.append(position)
            else:
                raise UnbalancedQuoteError(self._opened_at)
        return np.array(turns, np.intp)


class RecordEnds(QuoteCheck):
    """Where records end: at line ends outside of quoted fields.

    ``last`` is the offset behind the last such line end fed so far.
    """

    def __init__(self, start: int) -> None:
        super().__init__(start)
        self.last = start

    def _passed(self, data: bytes, turns: NDArray[np.intp], was_inside: bool) -> None:
        if not len(turns):
            found = -1 if was_inside else max(data.rfind(b"\n"), data.rfind(b"\r"))
        else:
            found = _last_end(data, turns, was_inside)
        if found >= 0:
            self.last = self._offset + found + 1


def _last_end(data: bytes, turns: NDArray[np.intp], was_inside: bool) -> int:
    """Position of the last line end outside of quotes, sought from the end; or -1."""
    codes = np.frombuffer(data, np.uint8)
    begin = len(codes)
    while begin > 0:
        begin = max(0, 2 * begin - len(codes) - _TAIL)
        tail = codes[begin:]
        ends = np.flatnonzero((tail == _EDGES[1]) | (tail == _EDGES[2])) + begin
        outside = ends[(np.searchsorted(turns, ends) + was_inside) % 2 == 0]
        if len(outside):
            return int(outside[-1])
    return -1
