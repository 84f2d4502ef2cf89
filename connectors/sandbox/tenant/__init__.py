"""What the sandbox holds: plans, mailboxes, calendars and people, with the rules Graph keeps."""
