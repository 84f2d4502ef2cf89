"""What a user asked that cannot be done; errors that belong to one part stand with that part."""


class UsageError(Exception):
    """The program was asked something it cannot use; its text is a Dutch sentence."""
