"""Coverage-guided fuzzing of what reads files that people write: ``make fuzz``. Its corpus lies beside it."""
