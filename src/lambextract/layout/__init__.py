"""Words with places on a page → columns, lines, passages and tables in the order in which they are read."""
