"""Harvesting portals: the CKAN plugin, one module per protocol, one module per country."""
