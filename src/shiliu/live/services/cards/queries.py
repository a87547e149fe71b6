"""What cards can say, and the card of a place. All of it is public."""

from shiliu.foundation.models import Area
from shiliu.live.services.cards.models import CardLine, CardNeed
from shiliu.live.services.cards.rules import Card, Entry, Group
from shiliu.platform import maps

FIRST_LEVELS = (Area.Level.COMMUNITY, Area.Level.COMPOUND, Area.Level.BUILDING)


def needs():
    """Areas of need with at least one line in use."""
    return list(CardNeed.objects.filter(active=True, lines__active=True).distinct())


def lines(text="", need="", state=""):
    """Lines for the office list, by need and position: all that match a text in any language, a need, a state."""
    found = CardLine.objects.select_related("need", "kind").filter(active=state != "retired")
    if need:
        found = found.filter(need__code=need)
    text = text.strip().casefold()
    if not text:
        return list(found)
    return [line for line in found if text in " ".join([line.code, line.number, *line.names.values()]).casefold()]


def card_for(area, codes):
    """The Card of a place for the chosen needs; lines that always stand on a card come with every choice."""
    serving = {row.unit.kind_id: row.unit for row in reversed(maps.units_serving(area))}
    chosen = {}
    found = CardLine.objects.filter(active=True, need__active=True).select_related("need")
    for line in found:
        if line.always or line.need.code in codes:
            chosen.setdefault(line.need, []).append(line)
    chain = [step.names for step in area.chain() if step.level in FIRST_LEVELS] or [area.names]
    return Card(tuple(chain), tuple(_group(need, lines, serving) for need, lines in chosen.items()))


def _group(need, lines, serving):
    entries, lacking = [], []
    for line in lines:
        if line.number:
            entries.append(Entry(line.code, line.names, line.hint, {}, line.number))
        elif (unit := serving.get(line.kind_id)) and unit.public_phone:
            entries.append(Entry(line.code, line.names, line.hint, unit.names, unit.public_phone, unit.address))
        else:
            lacking.append(line.names)
    return Group(need.code, need.icon, need.names, tuple(entries), tuple(lacking))
