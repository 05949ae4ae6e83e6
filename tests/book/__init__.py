"""Tests of the book: its prose, sources and structure."""
