"""Who hears what of a deliberation: whoever wrote a statement, whoever chose to follow, moderators, the unit that hears the result.
Never whoever answered: they are not known."""

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from shiliu.foundation.models import Person
from shiliu.govern.proposals.deliberation.models import DeliberationFollow, DeliberationWriter
from shiliu.platform import deadlines, notices

KINDS = (
    ("deliberation.waiting", _("Statements wait for a moderator: “%(title)s”"), _("Nobody else reads them until you have decided.")),
    ("deliberation.published", _("Your statement is published: “%(title)s”"), _("Your neighbours now say whether they agree with it.")),
    ("deliberation.rejected", _("Your statement is not published: “%(title)s”"),
     _("A moderator says why: %(why)s\n\nIf you disagree, appeal once; somebody else decides. You may also write it in other words.")),
    ("deliberation.appealed", _("An appeal about a statement waits for you: “%(title)s”"), _("Decide on it unless you rejected it yourself.")),
    ("deliberation.appeal_denied", _("Your appeal about a statement was not granted: “%(title)s”"), _("Why: %(why)s")),
    ("deliberation.moved", _("Another last day: “%(title)s”"), _("It is now %(day)s. Why: %(why)s")),
    ("deliberation.closed", _("The result is there: “%(title)s”"),
     _("%(count)s neighbours took part. Read where they agree and what divides them.")),
    ("deliberation.called_off", _("Called off: “%(title)s”"), _("Why: %(why)s\n\nAll answers are deleted.")),
)  # fmt: skip


def tell_followers(kind, topic, **params):
    people = Person.objects.filter(
        is_active=True, pk__in=DeliberationFollow.objects.filter(topic=topic).values("person")
    )
    _send(kind, topic, notices.Recipient(people=tuple(people.order_by("pk"))), **params)


def tell_writer(kind, topic, statement, **params):
    """Whoever wrote a statement, if that is still known."""
    writer = DeliberationWriter.objects.filter(statement=statement).select_related("person").first()
    if writer is not None and writer.person.is_active:
        url = reverse("deliberations:own", args=[topic.pk])
        _send(kind, topic, notices.Recipient.person(writer.person), url=url, **params)


def tell_moderators(kind, topic):
    url = reverse("office_deliberations:queue", args=[topic.pk])
    _send(kind, topic, notices.Recipient.role("dispatcher", topic.area), url=url)


def tell_supervisors(kind, topic):
    url = reverse("office_deliberations:queue", args=[topic.pk])
    _send(kind, topic, notices.Recipient.role("supervisor", topic.area), url=url)


def tell_unit(kind, topic, **params):
    _send(kind, topic, notices.Recipient.unit(topic.unit), **params)


def day_of(moment, area):
    """The day in the place's own time zone."""
    return moment.astimezone(deadlines.calendar_of(area).timezone).date()


def _send(kind, topic, to, *, url="", **params):
    if to.people or to.called:
        url = url or reverse("deliberations:topic", args=[topic.pk])
        notices.send(
            kind, to=to, thread=f"deliberation:{topic.pk}", params={"title": topic.question, **params}, url=url
        )
