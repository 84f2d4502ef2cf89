"""Decides which row of a file is which action of the list; values only."""
