"""Telling data owners what a run found in their records."""
