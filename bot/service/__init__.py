"""The worker: its loop and its jobs, how it is doing, and whom it tells."""
