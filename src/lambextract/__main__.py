"""``python -m lambextract``."""

from .commands import run

if __name__ == "__main__":
    run()
