"""Decides a round: three versions of a field into one, a whole round as a value, and the brake."""
