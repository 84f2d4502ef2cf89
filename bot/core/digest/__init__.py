"""Decides what a digest says and which one is due; values only."""
