"""Handing out a file to whoever a gate lets in."""

import logging

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from shiliu.platform.attachments.drafts import holds
from shiliu.platform.attachments.files import open_file
from shiliu.platform.attachments.gates import may_open
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.permissions import needs

log = logging.getLogger(__name__)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
    # Kept by the reader's own browser only, and not for long: a photo may be withheld later.
    "Cache-Control": "private, max-age=300",
}


@require_safe
@needs("attachments.open")
def full(request, key):
    return _serve(request, key, "full")


@require_safe
@needs("attachments.open")
def thumb(request, key):
    return _serve(request, key, "thumb")


def _serve(request, key, size):
    attachment = get_object_or_404(Attachment, key=key)
    if (size == "thumb" and not attachment.is_image) or not (
        holds(request, attachment) or may_open(request.actor, attachment)
    ):
        raise Http404
    etag = f'"{attachment.key}-{size}"'
    response = get_conditional_response(request, etag=etag) or _file(attachment, size)
    for name, value in {**HEADERS, "ETag": etag}.items():
        response.headers[name] = value
    return response


def _file(attachment, size):
    try:
        file = open_file(attachment, size)
    except FileNotFoundError:
        log.error("the file of attachment %s is missing", attachment.pk)
        raise Http404 from None
    name = f"{attachment.key}.{attachment.extension}"
    return FileResponse(
        file, as_attachment=not attachment.is_image, filename=name, content_type=attachment.content_type
    )
