"""Tests of the bibliography's style, citations and backlinks."""
