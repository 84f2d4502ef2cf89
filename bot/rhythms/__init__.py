"""Reads what decides about actions that return: their history, their ticks and their meetings."""
