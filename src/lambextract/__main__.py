"""``lambextract``, and ``python -m lambextract``."""

import sys


def main() -> None:
    """Run the command line; Ctrl-C is answered from the first import on."""
    try:
        from .commands import run
    except KeyboardInterrupt:
        sys.stderr.write("Interrupted: nothing was written.\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
