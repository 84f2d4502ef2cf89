"""Decides for which meetings owners are asked whether an action is still true, and who said so."""
