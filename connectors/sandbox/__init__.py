"""An embedded tenant: the part of Microsoft Graph v1.0 we use, over HTTP on localhost.

It shares no code with the clients, keeps its own state in memory and imitates the traps of the
real service. Start it with `connectors.sandbox.server.running()` or `serve()`.
"""
