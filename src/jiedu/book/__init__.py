"""The book: notebooks executed, pages built, everything a site needs beside its text."""
