"""Looking into files: what they really hold, and how full their tables are."""
