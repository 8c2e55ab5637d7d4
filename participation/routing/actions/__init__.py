"""Every write about routing, one function each."""
