"""Letters to owners: the question, the days, how to vote, the code with its QR code, and below a ballot to cut off and hand in."""

from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from shiliu.foundation.names import SOURCE_LANGUAGE, name_in
from shiliu.govern.proposals.meetings.printed import both, qr
from shiliu.govern.proposals.owners.forms import ANSWERS
from shiliu.platform.printing import pdf, words

FOLDER = Path(__file__).parent / "print"


def letters(vote, language, made):
    """The PDF, one page each of [(code of the share, code to vote with)]. The address carries the code behind #, which browsers send to
    nobody; the ballot below bears the code alone, not the flat. Raises NotPrintable."""
    tongues = list(dict.fromkeys((SOURCE_LANGUAGE, language)))
    address = settings.SITE_URL + reverse("owners:vote", args=[vote.pk])
    day = lambda moment: date_format(localtime(moment), "DATETIME_FORMAT")  # noqa: E731
    return pdf(FOLDER / "letters.typ", {
        "heading": both(tongues, lambda _tag: _("Vote of the owners")),
        "place": both(tongues, lambda tag: name_in(vote.estate.area.names, tag)),
        "matter": both(tongues, lambda tag: name_in(vote.matter.names, tag)),
        "title": words(vote.title, vote.language), "text": words(vote.text, vote.language),
        "days": both(tongues, lambda _tag: _("From %(opens)s to %(closes)s") % {"opens": day(vote.opens_at), "closes": day(vote.closes_at)}),
        "how": both(tongues, lambda _tag: _("Scan, or open the address and type the code; you can change your answer until the end. Or tick one answer below, cut the ballot off and hand it in: then it stands. Nobody publishes who answered what.")),
        "code_label": both(tongues, lambda _tag: _("Your code. Show it to nobody.")),
        "ballot": both(tongues, lambda _tag: _("Ballot on paper")),
        "answers": [both(tongues, lambda _tag, label=label: label) for _code, label in ANSWERS],
        "no_name": both(tongues, lambda _tag: _("Write no name on the ballot.")),
        "share_label": both(tongues, lambda _tag: pgettext("flat or other unit of ownership", "Share")),
        "address": address,
        "letters": [{"share": share, "code": code, "qr": qr(f"{address}#{code}")} for share, code in made],
    })  # fmt: skip
