"""Validators of the plugin `resilient_multilingual`."""
