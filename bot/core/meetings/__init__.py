"""Decides which events in a calendar are the driehoek, and which of them count."""
