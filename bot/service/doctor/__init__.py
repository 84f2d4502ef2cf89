"""Checks an installation and says of each finding what to do."""
