"""One query or one action, then render or redirect."""
