"""What a row says when it is asked: its record, where it is used, and its words in the English beside it."""
