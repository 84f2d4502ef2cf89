"""Decides what the dossier of a meeting holds, and how long it has to be kept; values only."""
