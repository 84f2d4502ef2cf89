"""Translates between the canonical action and the shapes of Planner, Outlook and Teams."""
