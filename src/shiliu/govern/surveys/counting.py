"""The truth of a closed round, counted from its answers; nothing of it leaves the office but through `publishing`."""

from collections import Counter
from dataclasses import dataclass

from shiliu.foundation.models import Area
from shiliu.govern.surveys import protecting, rules


@dataclass(frozen=True)
class Counted:
    """`rows` are the places (keys of `protecting.gathered`), `size` the forms of each; `asked[question][row]` and
    `chosen[question][row]`, a Counter of options; `written[question]` counts the texts."""

    total: int
    rows: tuple
    places: dict
    size: dict
    asked: dict
    chosen: dict
    written: dict


def counted(round):
    """Counted, of one round. One pass over the answers."""
    questions = rules.questions_of(round.question_set.questions)
    answers = list(round.answers.values_list("part_id", "values"))
    row_of = protecting.gathered(Counter(part for part, _values in answers), round.least)
    rows = tuple(sorted({*row_of.values()} - {protecting.OTHER}, key=int))
    rows += (protecting.OTHER,) if protecting.OTHER in row_of.values() else ()
    size = Counter(row_of[part] for part, _values in answers)
    asked = {question.code: Counter() for question in questions}
    chosen = {question.code: {row: Counter() for row in rows} for question in questions}
    for part, values in answers:
        row = row_of[part]
        for question in questions:
            if not question.asked_of(values):
                continue
            asked[question.code][row] += 1
            said = values.get(question.code, ())
            chosen[question.code][row].update([said] if isinstance(said, str) else said)
    written = Counter(round.texts.values_list("question", flat=True))
    known = {str(area.pk): area.names for area in Area.objects.filter(pk__in=[p for p in row_of if p])}
    places = {row: known[row] for row in rows if row in known}
    return Counted(len(answers), rows, places, size, asked, chosen, written)
