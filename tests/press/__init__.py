"""Tests of the press, room by room."""
