"""Encrypted columns and keyed hashes for contact data. Imports no app."""
