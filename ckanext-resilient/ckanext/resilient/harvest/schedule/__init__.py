"""When a source is read by itself."""
