"""The JSON API at /api/v1/: the same actions and queries as the pages, the same permissions."""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import Http404
from ninja import NinjaAPI
from ninja.errors import HttpError
from ninja.errors import ValidationError as SchemaError
from ninja.parser import Parser
from ninja.utils import check_csrf

from shiliu import __version__
from shiliu.govern.cases.api import router as cases
from shiliu.govern.cases.api_joint import router as joint
from shiliu.govern.cases.api_neighbours import router as neighbours
from shiliu.govern.cases.api_office import router as case_office
from shiliu.govern.cases.api_open import router as case_figures
from shiliu.govern.cases.api_promises import router as promises
from shiliu.govern.mediation.figures.api import router as mediation
from shiliu.govern.projects.api import candidates_router, projects_router
from shiliu.govern.projects.votes.api import router as votes
from shiliu.govern.proposals.cloud.api import router as proposals
from shiliu.govern.proposals.deliberation.api import router as deliberations
from shiliu.govern.proposals.meetings.api import router as meetings
from shiliu.govern.proposals.owners.api import router as owners
from shiliu.govern.surveys.api import router as surveys
from shiliu.live.circle.api import router as circle
from shiliu.live.services.appointments.api import router as appointments
from shiliu.live.services.cards.api import router as cards
from shiliu.live.services.catalogue.api import router as services
from shiliu.live.services.clinics.api import router as clinics
from shiliu.live.services.hsds.api import router as hsds
from shiliu.live.services.newcomers.api import router as newcomers
from shiliu.live.services.queue.api import router as queue
from shiliu.live.services.visit.api import router as visit
from shiliu.live.services.windows.api import router as windows
from shiliu.office.organisations.api import router as organisations
from shiliu.office.places.api import router as places
from shiliu.platform import limits
from shiliu.platform.attachments import Unacceptable
from shiliu.platform.challenge import Asked
from shiliu.platform.challenge.programs import spelled_out
from shiliu.platform.notices.api import router as notices
from shiliu.platform.nulls import has_null
from shiliu.platform.permissions import Refused
from shiliu.platform.workflow import NotPossible


def reader_or_guest(request):
    """Guests may call too: permissions decide. A browser's session counts only with its CSRF token."""
    without_null(request.path)
    by_browser = settings.SESSION_COOKIE_NAME in request.COOKIES and request.method not in {"GET", "HEAD", "OPTIONS"}
    if by_browser and check_csrf(request) is not None:
        raise HttpError(403, "The CSRF token is missing or wrong: send the header X-CSRFToken.")
    if request.method not in {"GET", "HEAD", "OPTIONS"}:
        limits.spend("api", limits.askers(request))
    return request.actor


class NoNulls(Parser):
    """Refuses the character NUL, which nobody types and PostgreSQL cannot keep."""

    def parse_body(self, request):
        return without_null(super().parse_body(request))

    def parse_querydict(self, data, list_fields, request):
        return without_null(super().parse_querydict(data, list_fields, request))


def without_null(value):
    """`value` as it is, be it a text, a list or a dictionary of such; HttpError 400 if a NUL stands anywhere in it."""
    if has_null(value):
        raise HttpError(400, "The character NUL is not allowed.")
    return value


api = NinjaAPI(
    title="Shiliu",
    version=__version__,
    description="Raise a need, follow it, and read what the neighbourhood publishes. "
    "Whoever sends much in a short time is answered with 429 and Retry-After. With it may come a challenge: for each of its pieces "
    "0, 1, … find a whole number such that SHA-256 of “name.piece.number” begins with as many zero bits as asked, and send the same "
    "request again with the headers Challenge-Token and Challenge-Answer (the numbers, commas between); or wait_seconds later with "
    "Challenge-Token alone. A token counts once.",
    urls_namespace="api-v1",
    docs_url="/docs",
    auth=reader_or_guest,
    parser=NoNulls(),
)
api.add_router("/cases", cases, tags=["cases"])
api.add_router("/cases", joint, tags=["cases"])
api.add_router("/cases/promises", promises, tags=["cases"])
api.add_router("/cases", case_office, tags=["cases"])
api.add_router("/cases", case_figures, tags=["cases"])
api.add_router("/cases", neighbours, tags=["cases"])
api.add_router("/proposals", proposals, tags=["proposals"])
api.add_router("/deliberations", deliberations, tags=["proposals"])
api.add_router("/meetings", meetings, tags=["meetings"])
api.add_router("/owners", owners, tags=["meetings"])
api.add_router("/surveys", surveys, tags=["surveys"])
api.add_router("/pool", candidates_router, tags=["projects"])
api.add_router("/projects", projects_router, tags=["projects"])
api.add_router("/votes", votes, tags=["votes"])
api.add_router("/mediation", mediation, tags=["mediation"])
api.add_router("/circle", circle, tags=["circle"])
api.add_router("/places", places, tags=["places"])
api.add_router("/organisations", organisations, tags=["organisations"])
api.add_router("/windows", windows, tags=["windows"])
api.add_router("/appointments", appointments, tags=["windows"])
api.add_router("/queue", queue, tags=["queue"])
api.add_router("/visit", visit, tags=["visit"])
api.add_router("/cards", cards, tags=["cards"])
api.add_router("/newcomers", newcomers, tags=["newcomers"])
api.add_router("/clinics", clinics, tags=["clinics"])
api.add_router("/notices", notices, tags=["notices"])
api.add_router("/services", services, tags=["services"])
api.add_router("/hsds", hsds, tags=["services"])


@api.exception_handler(Refused)
def refused(request, error):
    return api.create_response(request, {"detail": str(error)}, status=403 if error.signed_in else 401)


@api.exception_handler(NotPossible)
def not_possible(request, error):
    fields = {key: str(message) for key, message in error.fields.items()}
    return api.create_response(request, {"detail": str(error), "fields": fields}, status=409 if not fields else 422)


@api.exception_handler(limits.TooMany)
def too_many(request, error):
    return later(request, {"detail": error.sentence}, error.seconds)


@api.exception_handler(Asked)
def asked(request, error):
    challenge = spelled_out(error)
    return later(request, {"detail": error.sentence, "challenge": challenge}, challenge["wait_seconds"])


def later(request, body, seconds):
    response = api.create_response(request, body, status=429)
    response["Retry-After"] = str(seconds)
    return response


@api.exception_handler(Unacceptable)
def wrong_photo(request, error):
    return api.create_response(request, {"detail": error.message, "fields": {"photos": error.message}}, status=422)


@api.exception_handler(SchemaError)
def wrong_input(request, error):
    fields = {".".join(str(part) for part in item["loc"][1:]): item["msg"] for item in error.errors}
    return api.create_response(
        request, {"detail": "The request does not match the schema.", "fields": fields}, status=422
    )


@api.exception_handler(RequestDataTooBig)
def too_large(request, error):
    return api.create_response(request, {"detail": "The request is too large."}, status=413)


@api.exception_handler(Http404)
def not_found(request, error):
    return api.create_response(request, {"detail": "There is nothing at this address."}, status=404)
