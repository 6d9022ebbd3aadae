"""The page's own words in a notebook: Chinese and English side by side, every number, promise and term a link."""

from jiedu.passages.passage import quotation, quote, sample, show

__all__ = ["quotation", "quote", "sample", "show"]
