"""Makes the archive file of a meeting, and says which of them have served their term."""
