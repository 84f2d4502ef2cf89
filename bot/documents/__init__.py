"""What files and mails look like, to read them and to make them; knows nothing of actions."""
