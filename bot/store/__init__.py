"""Remembers: the canonical list, what both sides last agreed on, and everything that happened."""
