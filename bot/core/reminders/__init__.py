"""Decides who hears of which deadline on which day."""
