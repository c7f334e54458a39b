"""What a person sees while a run works: one line per step, with rows and seconds."""

import sys
from dataclasses import dataclass, field
from typing import TextIO


@dataclass
class Progress:
    """Writes progress lines to `stream` (standard output), each at once."""

    stream: TextIO = field(default_factory=lambda: sys.stdout)

    def say(self, text: str) -> None:
        print(text, file=self.stream, flush=True)

    def detail(self, text: str) -> None:
        """A line inside the step that is working."""
        self.say(f"    {text}")

    def step(self, name: str, rows_in: int, rows_out: int, seconds: float) -> None:
        """The line that ends a step."""
        self.say(
            f"  {name:<10} {rows_in:>10,} rows in {rows_out:>10,} rows out"
            f" {seconds:>7.1f} s"
        )
