"""The tables of all parts of this app, which Django looks for here."""
