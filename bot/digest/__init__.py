"""Makes the digest with its attachments, mails it at its moment, and says what became of it."""
