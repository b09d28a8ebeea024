"""newswatch: a news monitor that reports developments against a baseline, each with its evidence."""
