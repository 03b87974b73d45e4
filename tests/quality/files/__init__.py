"""Looking into files."""
