"""django-allauth counts requests for codes, and in some of its pages lets the refusal fall through."""

from allauth.core.exceptions import RateLimited
from allauth.core.internal.ratelimit import respond_429


class TooManyTries:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        return respond_429(request) if isinstance(exception, RateLimited) else None
