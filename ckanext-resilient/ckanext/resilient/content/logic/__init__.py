"""Actions, auth functions and validators of the plugin `resilient_schema`."""
