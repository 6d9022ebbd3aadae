"""How the edition looks: fonts, charts, passages."""
