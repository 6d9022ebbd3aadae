"""How things look: safe HTML, numbers as the page prints them, the two forms of a table, fonts and style sheets."""
