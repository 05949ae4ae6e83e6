"""Tests of the press (tests/press) and of the book (tests/book)."""
