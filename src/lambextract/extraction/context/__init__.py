"""Where a sentence stands: in a list, a row, a column; and what was spoken of before."""
