"""The domain in plain Python: records, vocabularies, languages, normalisation. Never imports ckan."""
