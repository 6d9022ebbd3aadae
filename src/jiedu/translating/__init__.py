"""The prose of a book in its second language: its messages, their catalogues, the pages made of them."""
