"""Pattern files → Patterns: the only reader of pattern files.

A pack is a folder of TOML files; its name is the folder's. The packs of the default folder are read in the order of
their names, ``core`` first; a folder of one's own is laid over them: a rule with the name of an earlier one replaces it,
lists of words grow.
"""

from .changes import ChangePatterns
from .load import Patterns, default_folder, load_change_patterns, load_patterns
from .structure import StructurePatterns

__all__ = ["ChangePatterns", "Patterns", "StructurePatterns", "default_folder", "load_change_patterns", "load_patterns"]
