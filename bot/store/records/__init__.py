"""What the ledger keeps: a file per kind of record, each with the calls it answers."""
