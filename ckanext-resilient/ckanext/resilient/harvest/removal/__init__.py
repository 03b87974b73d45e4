"""What becomes of a dataset whose source lists it no more."""
