"""Taking back what the last run of a source did."""
