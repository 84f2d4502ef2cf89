"""Decides which times an action that returns is owed, which are done, and which are late."""
