"""Saying what words of a source mean: pages and commands."""
