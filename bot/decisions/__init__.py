"""What a meeting decided: recorded, carried into the list, and followed until it was told."""
