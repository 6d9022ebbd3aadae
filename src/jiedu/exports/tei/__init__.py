"""The edition in TEI P5: header, text in reading order with its marks, translation, notes and rows."""
