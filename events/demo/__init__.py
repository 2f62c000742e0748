"""The demo's events: what is on along the corridor, with guests, doors and opinions: all invented but the places."""
