"""How long the press takes beside other tools, on books of any size: ``make bench``."""
