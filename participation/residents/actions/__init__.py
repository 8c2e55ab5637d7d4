"""Every write: one atomic function each."""
