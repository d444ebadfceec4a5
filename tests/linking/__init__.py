"""What in one plan restates, contradicts, dates or refers to what."""
