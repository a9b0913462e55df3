"""Alignment analysis: who is lining up with whom, why, and what happens if."""

__version__ = "0.1.0"
