"""Search in nine languages at once, the reader's own first (plugin `resilient_search`)."""
