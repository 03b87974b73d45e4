"""What people say about the data: how useful they were, and what could be better."""
