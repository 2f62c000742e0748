"""What does a round look like? The picture in the engine's README, drawn from a round the engine ran."""
