"""Recorded model answers. Only the demonstration's is shipped with the package."""
