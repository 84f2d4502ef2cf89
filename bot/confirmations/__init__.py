"""Asks owners before each driehoek whether their actions are still true, and knows who said so."""
