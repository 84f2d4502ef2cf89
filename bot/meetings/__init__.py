"""The calendar of the shared mailbox, and what people decided about its meetings."""
