"""The dataset as flat tables: what they hold, what their columns are called, and how they hang together.

One place for all formats, the data package and the field reference in the documentation.
"""

from .catalogue import TABLES
from .schema import Column, ForeignKey, Table, Value

__all__ = ["TABLES", "Column", "ForeignKey", "Table", "Value"]
