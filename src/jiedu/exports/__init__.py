"""The rows of an edition in the forms that other programs read."""

FORM_NAMES = {
    "csv": "CSV for spreadsheets, with a Data Package and a Croissant description",
    "xlsx": "one workbook, its codebook first",
    "parquet": "Parquet, every column in its type",
    "dta": "files of Stata 14 and later",
    "annotations": "annotations of the page, after the model of the W3C",
    "tei": "text, marks, translation and notes in TEI P5",
    "croissant": "a description of the CSV files for machine learning",
    "facts": "what every row answers in words, as one JSON file",
}
"""The forms, a phrase each; here, where nothing else has to be imported to name them."""
