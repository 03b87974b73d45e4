"""What people edit of harvested datasets: kept beside what the source says, and laid over it in every run."""
