"""Who hears of what: the asker of every step, the unit and the dispatcher of what is theirs to do."""

from django.urls import reverse

from shiliu.foundation.models import RoleAssignment
from shiliu.platform import notices


def thread_of(case):
    return f"case:{case.pk}"


def about(case):
    return {"number": case.number, "title": case.title}


def asker_of(case):
    """Where the asker is reached, or None when nothing was left but a tracking code."""
    if case.author_id:
        return notices.Recipient.person(case.author)
    contact = getattr(case, "contact", None)
    if contact and (contact.email or contact.phone):
        return notices.Recipient.contact(
            email=contact.email or None, phone=contact.phone or None, language=contact.language
        )
    return None


def tell_asker(case, kind, step=None, **more):
    recipient = asker_of(case)
    if recipient is None:
        return
    params = {**about(case), "said": step.said if step else "", "unit": case.lead.names if case.lead_id else {}, **more}
    address = reverse("cases:case", args=[case.pk]) if case.author_id else reverse("cases:track")
    notices.send(kind, to=recipient, thread=thread_of(case), params=params, url=address)


def tell_unit(case, kind, unit=None, url="", **more):
    """Everybody who handles cases in the unit, by default the lead; `url` when they may not open the desk of the case."""
    unit = unit or case.lead
    if unit:
        params = {**about(case), **more}
        notices.send(
            kind, to=notices.Recipient.unit(unit), thread=thread_of(case), params=params, url=url or desk(case)
        )


def tell_dispatchers(case):
    to = notices.Recipient.role(RoleAssignment.Role.DISPATCHER, case.area)
    notices.send("cases.for_dispatcher", to=to, thread=thread_of(case), params=about(case), url=desk(case))


def tell_supervisors(case, kind="cases.for_supervisor", url="", **more):
    to = notices.Recipient.role(RoleAssignment.Role.SUPERVISOR, case.area)
    notices.send(kind, to=to, thread=thread_of(case), params={**about(case), **more}, url=url or desk(case))


def desk(case):
    return reverse("cases:desk", args=[case.pk])
