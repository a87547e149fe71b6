"""What the sides agree on at the table: its words, who accepted and signed them, what is performed, and where else one can go.

rules.py     required parts, one hash for one text, differences, days       rows.py     routes, bars, causes: data with a source
actions/     writing · signing · performing · ending · confirming           printed.py  the agreement, the notice, the court's papers
"""
