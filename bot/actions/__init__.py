"""The list itself: changed by a word, by a file and by the coordinator, and written to a file."""
