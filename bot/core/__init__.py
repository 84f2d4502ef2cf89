"""The pure part: values in, values out; no clock, no disk, no network."""
