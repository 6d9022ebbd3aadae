"""解读: an annotated reading of a government work report."""

__version__ = "0.1.0"
