"""Actions of quality, who may call them, and what they accept."""
