"""A dataset once it is made: its links, its accounting of every word, its checks and scores, and how it is written."""

from ..records.dataset import Dataset

__all__ = ["Dataset"]
