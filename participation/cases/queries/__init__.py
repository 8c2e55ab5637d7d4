"""Every read that a view, a task or a command needs. Nothing here writes."""
