"""What has been worked out once: kept in the user's cache folder by what it follows from, and never trusted when damaged."""

from .keys import key_of, program
from .store import OFF, Store, opened

__all__ = ["OFF", "Store", "key_of", "opened", "program"]
