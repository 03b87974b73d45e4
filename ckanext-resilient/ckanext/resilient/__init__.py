"""ckanext-resilient: an open data platform for the social economy, as CKAN plugins."""
