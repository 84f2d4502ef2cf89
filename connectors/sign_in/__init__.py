"""Tokens for Graph, as the app or as a service account, in any of Microsoft's clouds."""
