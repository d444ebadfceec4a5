"""The English language: the parser, clauses, forms of list items, and texts that differ in typography only."""
