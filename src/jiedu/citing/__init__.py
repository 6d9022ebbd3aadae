"""How the edition, the newspaper and every row of the edition are cited, in each style that readers ask for."""
