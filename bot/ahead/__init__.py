"""Looks ahead for the coordinator: what comes per owner and week, told, written and mailed."""
