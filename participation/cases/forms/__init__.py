"""Validation and cleaning only; saving is for the actions."""
