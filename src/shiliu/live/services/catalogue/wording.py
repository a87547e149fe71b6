"""What stands in the columns of an item, in words for its reader. Empty columns say so: a gap is no promise."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from shiliu.foundation.names import SOURCE_LANGUAGE
from shiliu.live.services.catalogue.models import HandOff, Level, ServiceItem
from shiliu.live.services.catalogue.rules import ACCESS, CHANNELS

LEVELS = [Level.COMMUNITY, Level.STREET, Level.DISTRICT]


def duration(days, working):
    """ "On the spot", "5 working days", or '' when nothing is entered."""
    if days is None:
        return ""
    if days == 0:
        return _("On the spot")
    if working:
        return ngettext("%(count)d working day", "%(count)d working days", days) % {"count": days}
    return ngettext("%(count)d calendar day", "%(count)d calendar days", days) % {"count": days}


def ages(item):
    """ "From 60 years", "From 6 to 15 years", "Up to 3 years", or '' when no age is asked for."""
    least, most = item.minimum_age, item.maximum_age
    if least is not None and most is not None:
        return _("From %(least)d to %(most)d years of age") % {"least": least, "most": most}
    if least is not None:
        return _("From %(least)d years of age") % {"least": least}
    return _("Up to %(most)d years of age") % {"most": most} if most is not None else ""


def fee(item):
    if item.fee == ServiceItem.Fee.CHARGED and item.fee_amount is not None:
        return _("%(amount)s yuan") % {"amount": item.fee_amount}
    return item.get_fee_display() if item.fee else ""


def access(item):
    """Names of what makes it easier to come."""
    return [str(ACCESS[code]) for code in item.accessibility if code in ACCESS]


def channels(item):
    """[(kind, its name, value)]."""
    return [(one["kind"], str(CHANNELS.get(one["kind"], one["kind"])), one.get("value", "")) for one in item.channels]


def decides():
    return _("Decides")


def ladder(item):
    """[(level in words, kind of unit or None, what it does in words, whether it decides)], from the community up."""
    parts = {row.level: row for row in item.hand_offs.all()}
    steps = []
    for level in LEVELS:
        if level == item.level:
            steps.append((level.label, item.decided_by, decides(), True))
        elif row := parts.get(level):
            steps.append((level.label, row.kind, HandOff.Part(row.part).label, False))
    return steps


def best_language(texts, language):
    """The language in which a reader gets the text: their own, else simplified Chinese, else any there is."""
    return next((tag for tag in (language, SOURCE_LANGUAGE, *texts) if texts.get(tag)), "")
