"""The page and the command with which the settings of a source are changed."""
