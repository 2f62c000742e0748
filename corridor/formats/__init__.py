"""How are dates written? Dutch as Django has it; English the British way, and always with the clock of 24 hours."""
