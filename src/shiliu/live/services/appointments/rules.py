"""Appointments on plain values."""

MOST_PEOPLE = 12
MOST_ITEMS = 6
LONGEST_CALLED = 40
MOST_MINUTES = 180


def merged_papers(papers):
    """[(paper, number, form)] in the order of first mention, each paper once: the most copies asked for, and original and copy
    where one item asks for the one and another for the other. `papers`: (key, number, form) of those to bring."""
    found = {}
    for key, number, form in papers:
        if key not in found:
            found[key] = (number, form)
            continue
        most, known = found[key]
        found[key] = (max(most, number), known if known == form else "both")
    return [(key, *rest) for key, rest in found.items()]
