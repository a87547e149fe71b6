"""A token stands for a request until its id is asked for. It is worked out from the id, so that none need be kept."""

import re

from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from shiliu.govern.cases.models import Case
from shiliu.govern.cases.open311.doors import door
from shiliu.govern.cases.open311.errors import Problem

TOKEN = re.compile(r"([0-9a-f]{20})([0-9]{1,18})", re.ASCII)


def token_of(case):
    return f"{_seal(case.pk)}{case.pk}"


def _seal(pk):
    return salted_hmac("cases.open311.token", str(pk), algorithm="sha256").hexdigest()[:20]


@door("cases.read_public", seconds=0)
def token(request, token):
    match = TOKEN.fullmatch(token)
    case = None
    if match and constant_time_compare(match[1], _seal(int(match[2]))):
        case = Case.objects.filter(pk=int(match[2])).first()
    if case is None:
        raise Problem(404, _("The token was not found."))
    return "service_requests", [{"service_request_id": case.number, "token": token}]
