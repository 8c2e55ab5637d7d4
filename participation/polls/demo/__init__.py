"""One open and one certified contoh poll, made through the same actions as real ones."""
