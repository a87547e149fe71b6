"""One sentence to everybody who chose to hear of a project, and to whoever listens from above."""

from django.urls import reverse

from shiliu.foundation.models import Person
from shiliu.govern.projects.works import heard
from shiliu.platform import notices


def tell(project, what, words="", *, step="", **facts):
    """`what` is a lazy sentence, `words` what somebody wrote beside it (a reason). In the transaction of the action. A `step` with its
    facts goes to the listeners too (see heard)."""
    url = reverse("works:project", args=[project.pk])
    people = Person.objects.filter(is_active=True, pk__in=project.followers.values("person"))
    params = {"name": project.names, "what": what, "words": words}
    for person in people:
        notices.send(
            "works.news", to=notices.Recipient.person(person), thread=f"project:{project.pk}", params=params, url=url
        )
    if step:
        heard.tell(project, step, url=url, **facts)
