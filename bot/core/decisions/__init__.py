"""Decides what became of what a meeting decided."""
