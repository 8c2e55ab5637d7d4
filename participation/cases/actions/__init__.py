"""Every write to a case. One function is one change: checked, made, recorded and announced in one transaction."""
