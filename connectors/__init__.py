"""Talks: HTTP and Microsoft Graph, and nothing about actions."""
