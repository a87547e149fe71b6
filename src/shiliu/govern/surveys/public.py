"""What journeys may use of surveys: protected needs of a place, for the contact card, the circle and candidate projects."""

from dataclasses import dataclass
from datetime import date

from shiliu.foundation.names import name_in
from shiliu.govern.surveys import needs, protecting, rules
from shiliu.govern.surveys.models import Publication
from shiliu.govern.surveys.queries import today
from shiliu.methods.rates import wilson

__all__ = ["Need", "needs_of"]


@dataclass(frozen=True)
class Need:
    """A need as published: `count` of `asked` forms named it (hidden ones are not here); `low` and `high` bound the share by chance
    (Wilson, 95 of 100). `place` is the id of the area the row stands for. `area_of_need` is a key of `needs.AREAS`."""

    area_of_need: str
    label: str
    question: str
    option: str
    texts: dict
    count: int
    asked: int
    low: float
    high: float
    place: int
    round: int
    public_on: date

    @property
    def text(self):
        return name_in(self.texts)


def needs_of(area):
    """The needs named in the last published round about the area, most named first; of the nearest place that has one, by its
    own row where there is one. An empty list when nothing is published about it."""
    published = (
        Publication.objects.filter(public_on__lte=today(), round__survey__area__in=area.chain_ids, round__survey__active=True)
        .select_related("round__survey__area").order_by("-round__survey__area__path", "-public_on", "-pk")
    )  # fmt: skip
    last = max(published, key=lambda one: (len(one.round.survey.area.path), one.public_on, one.pk), default=None)
    if last is None:
        return []
    wanted = [str(pk) for pk in reversed(area.chain_ids)]
    found = []
    for row in last.tables["questions"]:
        question = rules.Question.read(row)
        if not question.is_need or not row["rows"]:
            continue
        by_row = {one["row"]: one for one in row["rows"]}
        key = next((pk for pk in wanted if pk in by_row), protecting.EVERYWHERE)
        place = last.round.survey.area_id if key == protecting.EVERYWHERE else int(key)
        for option in question.options:
            count, asked = by_row[key]["cells"].get(option.code), by_row[key]["base"]
            if count is None or not asked:
                continue
            low, high = wilson(min(count, asked), asked)
            found.append(Need(question.need, str(needs.label(question.need)), question.code, option.code, option.texts, count,
                              asked, low, high, place, last.round_id, last.public_on))  # fmt: skip
    return sorted(found, key=lambda one: (-one.count / one.asked, one.question, one.option))
