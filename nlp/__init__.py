"""Indonesian text for public offices: normalising, stemming, lexicon, classifier. Imports no web framework."""
