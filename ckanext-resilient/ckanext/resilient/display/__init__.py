"""What a page says about a record, in plain words: pure functions of record dicts. Never imports ckan."""
