"""The nouns, one a file. Import them from `anyticket`, or from their modules."""
