"""“Me too” as JSON: the count and one's own press, never anybody else's."""

from django.http import HttpResponse
from ninja import Router, Schema

from shiliu.govern.cases import neighbours
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.views_neighbours import press, published_or_404, remember, token_of
from shiliu.platform.permissions import needs

router = Router()


class MeTooOut(Schema):
    """`counted`: whether the caller's press is among them. `case`: the one that is counted; of joined ones the one that goes on."""

    case: int
    me_too: int
    counted: bool


def told(case, counted):
    lead = neighbours.leading(case)
    return MeTooOut(case=lead.pk, me_too=Case.objects.values_list("me_too", flat=True).get(pk=lead.pk), counted=counted)


@router.post("/public/{pk}/me-too", response=MeTooOut, summary="Say “me too” on a published case; once a caller")
@needs("cases.support")
def me_too(request, response: HttpResponse, pk: int):
    """Without an account the answer sets a cookie, by which the same caller is known again and can take it back."""
    case = published_or_404(pk)
    _done, fresh = press(request, case)
    remember(response, fresh)
    return told(case, True)


@router.delete("/public/{pk}/me-too", response=MeTooOut, summary="Take “me too” back")
@needs("cases.support")
def take_back(request, pk: int):
    case = published_or_404(pk)
    neighbours.unsupport(by=request.actor, case=case, token=token_of(request))
    return told(case, False)
