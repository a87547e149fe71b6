"""One sentence to everybody who chose to hear of a meeting."""

from django.urls import reverse

from shiliu.platform import notices


def tell(meeting, what, words=""):
    """`what` is a lazy sentence, `words` what somebody wrote beside it. In the transaction of the action."""
    for follow in meeting.follows.select_related("person"):
        notices.send("meetings.news", to=notices.Recipient.person(follow.person), thread=f"meeting:{meeting.pk}",
                     params={"title": meeting.title, "what": what, "words": words}, url=address(meeting))  # fmt: skip


def address(meeting):
    return reverse("meetings:meeting", args=[meeting.pk])


def data(meeting, **more):
    """What an audit row says of a meeting."""
    return {"title": meeting.title, **more}
