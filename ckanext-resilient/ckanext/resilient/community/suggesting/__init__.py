"""The pages on which readers suggest what could be better, and publishers decide."""
