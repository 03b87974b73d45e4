"""Data quality: what is measured, what it comes to, and what a publisher should mend first."""
