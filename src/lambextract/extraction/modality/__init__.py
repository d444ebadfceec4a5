"""What a clause promises: its mood, what carries it, what speaks against it, what times and sums belong to it."""
