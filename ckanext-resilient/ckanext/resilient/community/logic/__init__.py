"""Actions of the community, who may call them, and what they accept."""
