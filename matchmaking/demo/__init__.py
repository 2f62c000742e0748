"""The demo: invented people on the real corridor, a round run for them, and what a person reads about it."""
