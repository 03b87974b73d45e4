"""The page and the command with which a source is taken away."""
