"""Actions, authorisation and schemas of the harvest."""
