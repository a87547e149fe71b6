"""Turns Asked and TooMany into pages that carry on everything that was sent: nothing typed is lost, with or without script."""

from django.shortcuts import render

from shiliu.platform.challenge.asking import ANSWER, TOKEN, Asked
from shiliu.platform.limits import TooMany

OURS = {"csrfmiddlewaretoken", TOKEN, ANSWER}


class AtTheDoor:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if isinstance(exception, Asked):
            return asked(request, exception)
        return too_many(request, exception) if isinstance(exception, TooMany) else None


def asked(request, asking):
    from shiliu.platform.challenge import tokens

    challenge = tokens.made(asking.form)
    context = {"challenge": challenge, "problem": asking.problem, "hidden": carried(request, asking.values)}
    response = render(request, "challenge/ask.html", context, status=429)
    return _headers(response, challenge.wait)


def too_many(request, refused):
    context = {"refused": refused, "hidden": carried(request, refused.values)}
    response = render(request, "429.html", context, status=429)
    return _headers(response, refused.seconds)


def _headers(response, seconds):
    response["Retry-After"] = str(seconds)
    response["Cache-Control"] = "no-store"
    return response


def carried(request, values=None):
    """(name, value) of what was sent, to be sent again from a page; nothing of a form that holds a password."""
    if values is None:
        values = [(name, value) for name, found in request.POST.lists() for value in found]
    if any("password" in name for name, _value in values):
        return []
    return [(name, value) for name, value in values if name not in OURS]
