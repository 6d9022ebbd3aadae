"""Any report: from a file to its structure, quantities and expected targets; nothing here knows of editions."""
