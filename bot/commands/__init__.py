"""The commands of `driehoek`, a file per subject; each only asks, prints and sets the exit code."""
