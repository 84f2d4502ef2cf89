"""Decides what a report over a past period says; values only."""
