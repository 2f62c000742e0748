"""Meetups, tech dinners and galas: who comes, sits, arrives, is honoured. Works without matchmaking."""
