"""The page and the commands about what people edit of harvested datasets."""
