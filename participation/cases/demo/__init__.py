"""Demo accounts and demo cases, made through the same actions as real ones and marked "contoh"."""
