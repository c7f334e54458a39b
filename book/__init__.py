"""How the definition book is read and refused, before anything is computed."""

from book.problems import BookError, Problem
from book.reading import Book, read_book

__all__ = ["Book", "BookError", "Problem", "read_book"]
