"""What `newswatch check` looks at."""
