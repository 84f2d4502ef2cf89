"""The places where people work, each behind the contract of `bot.sync.side`."""
