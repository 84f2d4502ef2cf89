"""Carries a sync round out: reads the sides, records what was decided, sends, and reports."""
