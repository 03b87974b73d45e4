"""The same dataset at two sources: recognised, shown once, decided by people where it is not certain."""
