"""What files and mails look like: Word, Excel and mail forms that know nothing of actions."""
