"""Who besides the asker hears of a step: neighbours who said “me too” and wish to hear, and askers of cases joined with it.

They read what everybody may read, the name of the step and words a moderator let through; never what was said to the asker."""

from django.core import signing
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from shiliu.govern.cases import letters, timeline
from shiliu.govern.cases.models import Case, CaseSupport
from shiliu.platform import notices

SALT = "cases.follow"
KINDS = (
    ("cases.followed_step", _("%(number)s: %(step)s"),
     _("A new step of “%(title)s”, which you said concerns you too: %(step)s. %(said)s"), False),
    ("cases.joined_step", _("%(number)s: %(step)s"),
     _("“%(title)s” goes on together with the need %(other)s. A new step there: %(step)s. %(said)s"), False),
    ("cases.followed_words", _("%(number)s: you can read what was said"),
     _("“%(title)s”, which you said concerns you too: what was said at the step “%(step)s” can be read now. %(said)s"), False),
    ("cases.joined_words", _("%(number)s: you can read what was said"),
     _("“%(title)s” goes on together with the need %(other)s. What was said there at the step “%(step)s” can be read now. %(said)s"), False),
    ("cases.grown", _("%(number)s has become a proposal: “%(other)s”"),
     _("Neighbours made a proposal of “%(title)s”, which concerns you too. Read it, and support it if you agree."), False),
    ("cases.follow_asked", _("Do you want to hear what becomes of %(number)s?"),
     _("Somebody, probably you, left this address to hear of each step of “%(title)s”. Open the link and say yes. If you do nothing, the address is deleted after %(days)s days."), True),
)  # fmt: skip
UNCONFIRMED_DAYS = 7


def tell_of(case, step):
    """Pass a step on: to followers while the case is public, to askers of joined cases always. Called where steps are made.

    One small query for a case nobody shares."""
    if step.move not in timeline.NOT_FOR_NEIGHBOURS:
        _tell(case, "step", step, step.public_said)


def tell_words(case, steps):
    """What was said earlier can be read now, because a moderator let it through: one letter, however many steps it was."""
    _tell(case, "words", steps[-1], "\n\n".join(step.public_said for step in steps))


def _tell(case, what, step, said):
    """`what` is the end of the kind of letter: a "step" or "words"."""
    joined = case.joined.select_related("author", "contact") if case.joined.exists() else []
    words = {"step": timeline.MOVES.get(step.move, timeline.UNKNOWN)[0], "said": said}
    for one in joined:
        if (recipient := letters.asker_of(one)) is not None:
            address = reverse("cases:case", args=[one.pk]) if one.author_id else reverse("cases:track")
            notices.send(f"cases.joined_{what}", to=recipient, thread=letters.thread_of(one), url=address,
                         params={"number": one.number, "title": one.title, "other": case.number, **words})  # fmt: skip
    if case.me_too and case.publication == Case.Publication.PUBLIC:
        rows = CaseSupport.objects.filter(case__in=[case, *joined], tell=True).select_related("person").order_by("pk")
        _tell_followers(
            case, rows, f"cases.followed_{what}", {"number": case.number, "title": case.public_title, **words}
        )


def _tell_followers(case, rows, kind, params):
    thread = letters.thread_of(case)
    people = {row.person_id: row.person for row in rows if row.person_id}
    if people:
        to = notices.Recipient(people=tuple(people.values()))
        notices.send(kind, to=to, thread=thread, params=params, url=reverse("cases:public_case", args=[case.pk]))
    for row in {row.email: row for row in rows if row.email and not row.person_id}.values():
        notices.send(kind, to=_address(row), thread=thread, params=params, url=link(row))


def tell_grown(case, other, url, *, but=None):
    """A public need has become something else: its asker and whoever chose to hear of it are told, not the person `but` whose doing
    it was. In the caller's transaction."""
    params = {"number": case.number, "title": case.public_title, "other": other}
    rows = CaseSupport.objects.filter(case=case, tell=True).select_related("person").order_by("pk")
    if (recipient := letters.asker_of(case)) is not None and (but is None or case.author_id != but.pk):
        notices.send("cases.grown", to=recipient, thread=letters.thread_of(case), params=params, url=url)
    told = {case.author_id, but.pk if but else None} - {None}
    _tell_followers(case, [row for row in rows if row.person_id not in told], "cases.grown", params)


def ask(case, row):
    """Nobody is written to because somebody else typed their address: the first letter asks, and only a yes brings more."""
    params = {"number": case.number, "title": case.public_title, "days": UNCONFIRMED_DAYS}
    notices.send("cases.follow_asked", to=_address(row), thread=f"follow:{row.pk}", params=params, url=link(row))


def _address(row):
    return notices.Recipient.contact(email=row.email, language=row.language)


def link(row):
    """The path by which the holder of the address says yes or stop, without an account."""
    return reverse("cases:follow_link", args=[signing.dumps([row.pk, _mark(row.email)], salt=SALT)])


def row_of(key):
    """The CaseSupport a link is for, or None when it is no link of ours or the address is gone or another by now."""
    try:
        pk, mark = signing.loads(key, salt=SALT)
    except (signing.BadSignature, ValueError):
        return None
    row = CaseSupport.objects.filter(pk=pk).exclude(email="").select_related("case").first()
    return row if row and constant_time_compare(_mark(row.email), mark) else None


def _mark(email):
    return salted_hmac("cases.follow", email, algorithm="sha256").hexdigest()[:16]


def register():
    for kind, title, text, urgent in KINDS:
        notices.register_kind(kind, title=title, text=text, urgent=urgent)
