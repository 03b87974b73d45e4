"""Commands for the runs of a source."""
