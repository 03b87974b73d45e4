"""The page on which a source is added."""
