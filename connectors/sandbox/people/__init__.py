"""The sandbox as its people use it: the acts of owners and of the world, for tests and demo."""
