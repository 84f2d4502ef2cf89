"""Microsoft Graph over HTTP: one call, a whole listing, a batch, with its waits and repeats."""
