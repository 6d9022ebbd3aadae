"""Targets, outcomes and measures of many reports side by side: a panel of places and years."""
