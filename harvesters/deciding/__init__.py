"""The page on which it is decided whether two records are the same dataset."""
