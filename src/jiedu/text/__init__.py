"""Strings and offsets: the ground floor, which knows nothing of reports."""
