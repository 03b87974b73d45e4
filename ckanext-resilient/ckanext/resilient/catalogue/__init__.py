"""The catalogue for programs: DCAT-AP, vocabularies as linked data, feed, dumps."""
