"""Decides what comes in the weeks ahead, where it piles up, and how a pile could be spread."""
