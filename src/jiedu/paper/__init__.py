"""The book on paper and in readers of books: PDF and EPUB."""
