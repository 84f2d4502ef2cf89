"""Decides which items of ours a task's checklist holds, and what a tick on one of them says."""
