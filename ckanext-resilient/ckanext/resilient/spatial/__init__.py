"""Where data is about: places and geometries in ckanext-spatial's index (plugin `resilient_spatial`)."""
