"""Every read about routing: explanations of single predictions, the word list, versions, figures."""
