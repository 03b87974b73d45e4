"""Telling data owners what a run found in their records: pages and commands."""
