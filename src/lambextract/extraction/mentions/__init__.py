"""What a sentence mentions: times, sums, conditions; and the calendar by which times are read."""
