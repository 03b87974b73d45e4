"""Setting one field of many datasets at once, where one value can be true of all of them."""
