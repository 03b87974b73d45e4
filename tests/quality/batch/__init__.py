"""Setting one field of many datasets at once."""
