"""From what a program sends to a need: every field read, checked and either used, kept as text or let go."""

import math
import re
import uuid

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, validate_email
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from shiliu.govern.cases import actions, emergencies, explaining, queries
from shiliu.govern.cases.forms_submit import DIALLED, LONGEST_TEXT
from shiliu.govern.cases.models import Case
from shiliu.govern.cases.open311 import keys, services
from shiliu.govern.cases.open311.attributes import Answers
from shiliu.govern.cases.open311.doors import param
from shiliu.govern.cases.open311.errors import Problem
from shiliu.govern.cases.open311.tokens import token_of
from shiliu.govern.cases.rules import short_title
from shiliu.methods.phones import normal_phone
from shiliu.platform import maps
from shiliu.platform.permissions import ANONYMOUS
from shiliu.platform.texts import plain_text

MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|<!--")
LONGEST_PLACE, LONGEST_LINK = 120, 500
NAMESPACE = uuid.UUID("7e0c1d2e-51c4-4d61-9f0e-6d3f7a3b1c11")


def submit(request):
    """The row that answers a POST. The names and the device of whoever asked are not read, so that they cannot be kept."""
    key = keys.required_of(request)
    keys.count(key)
    code = param(request, "service_code")
    if not code:
        raise Problem(400, _("The service_code is missing."))
    entry = services.entry_of(code)
    emergencies.refuse(entry.category)
    answers = Answers.read(entry.category, request.POST)
    problems = [*answers.problems]
    where, link = _taken(problems, place, request), _taken(problems, media_url, request)
    text, contact = _taken(problems, description, request), _taken(problems, reach, request)
    if problems:
        raise Problem(400, *problems)
    area, point, address = where
    if len(address) > LONGEST_PLACE:
        text = f"{text}\n\n{address}".strip()
    text = text or entry.category.name
    done = actions.submit(
        by=ANONYMOUS, kind=Case.Kind.HELP, title=short_title(text), text=text, category=entry.category, area=area,
        point=point, place_note=address if len(address) <= LONGEST_PLACE else "", contact=contact,
        submission=repeat_of(request, key), channel=Case.Channel.API, source=keys.source_of(key),
        answers={**answers.kept, **({"media_url": link} if link else {})},
    )  # fmt: skip
    return answer(request, done)


def answer(request, done):
    """The id, or the token where the site gives tokens; never both."""
    case = done.case
    name = {"token": token_of(case)} if settings.OPEN311_TOKENS else {"service_request_id": case.number}
    found = {
        **name,
        "service_notice": " ".join(explaining.sentences(case.route)) or None,
        "account_id": param(request, "account_id")[:120] or None,
    }
    if param(request, "extensions") == "true":
        found["extended_attributes"] = {"tracking_code": done.code}
    return found


def repeat_of(request, key):
    """The same Idempotency-Key from the same program is the same request, however often it arrives; None without one."""
    given = request.headers.get("Idempotency-Key", "").strip()
    return uuid.uuid5(NAMESPACE, f"{key.pk}:{given}") if given else None


def _taken(problems, read, request):
    """What `read` makes of the request; what is wrong with it is added to `problems`, so that a caller hears of all at once."""
    try:
        return read(request)
    except Problem as problem:
        problems.extend(problem.descriptions)
        return None


def place(request):
    """(Area or None, (longitude, latitude) or None, what was written about it) from one of the three ways to say where."""
    lat, long = param(request, "lat"), param(request, "long")
    area_code, address = param(request, "address_id"), plain_text(param(request, "address_string")).strip()
    if bool(lat) != bool(long):
        raise Problem(400, _("A point needs both numbers: send lat and long, or neither."))
    if not (lat or area_code or address):
        raise Problem(400, _("Say where it is: send lat and long, or address_string, or address_id."))
    if MARKUP.search(address):
        raise Problem(400, _("The address_string may not hold HTML."))
    point = (number("long", long, 180), number("lat", lat, 90)) if lat else None
    west, south, east, north = settings.REGION_BOUNDS
    if point and not (west <= point[0] <= east and south <= point[1] <= north):
        raise Problem(400, _("This point lies outside the country. Look at lat and long again."))
    area = queries.area_by_code(area_code) if area_code else None
    if area_code and area is None:
        raise Problem(400, _("The address_id “%(code)s” was not found.") % {"code": area_code[:100]})
    if area is None and point is None:
        found = maps.find(address[:60])
        area = found[0] if len(found) == 1 else None
    return area, point, address


def number(name, text, most):
    try:
        found = float(text)
    except ValueError:
        found = math.nan
    if not abs(found) <= most:
        raise Problem(400, _("%(name)s must be a number of degrees, such as 39.4677.") % {"name": name})
    return found


def description(request):
    text = plain_text(param(request, "description")).strip()
    if len(text) > LONGEST_TEXT:
        raise Problem(400, _("The description is longer than %(most)d characters.") % {"most": LONGEST_TEXT})
    if MARKUP.search(text):
        raise Problem(400, _("The description may not hold HTML."))
    return text


def media_url(request):
    """An address of a picture: kept as text for the unit, never opened by us and never published."""
    link = plain_text(param(request, "media_url"))
    if not link:
        return ""
    try:
        URLValidator(schemes=["http", "https"])(link)
    except ValidationError:
        raise Problem(400, _("The media_url must be an address that begins with http:// or https://.")) from None
    if len(link) > LONGEST_LINK:
        raise Problem(400, _("The media_url is longer than %(most)d characters.") % {"most": LONGEST_LINK})
    return link


def reach(request):
    """How to reach whoever asked, apart from the need itself; None if nothing was left."""
    email, phone = param(request, "email"), param(request, "phone")
    if email:
        try:
            validate_email(email)
        except ValidationError:
            raise Problem(400, _("The email is not an e-mail address.")) from None
    number = normal_phone(phone) or phone
    if number and not DIALLED.fullmatch(number):
        raise Problem(400, _("The phone is not a telephone number."))
    return actions.Contact(phone=number, email=email, language=get_language()) if email or phone else None
