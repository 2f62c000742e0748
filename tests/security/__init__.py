"""Does each promise of the security list hold? Tests are named after its numbers."""
