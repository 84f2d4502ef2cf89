"""Brings reminders to the owners: which are due, by which way, and what became of them."""
