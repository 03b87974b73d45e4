"""Content types, their vocabularies, facets and index (plugin `resilient_schema`)."""
