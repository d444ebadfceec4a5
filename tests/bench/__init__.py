"""What lambextract costs: ``python -m tests.bench``."""
