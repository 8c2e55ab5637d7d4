"""One query or one action, then a page or a redirect."""
