"""Decides: what an edit means, what to write where, whom to remind."""
