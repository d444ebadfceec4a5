"""What walks down the street: words, passages and rows of a page, blocks of a document, and their identifiers."""
