"""A copy of a picture with parts painted over. The original is not touched; in the copy nothing of what was there remains."""

import hashlib
import math
import uuid
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageDraw

from shiliu.platform.attachments import files
from shiliu.platform.attachments.models import Attachment
from shiliu.platform.attachments.pictures import encode
from shiliu.platform.attachments.refusals import Unacceptable
from shiliu.platform.clock import now
from shiliu.platform.permissions import demand

BLACK = (0, 0, 0)


def blackened(attachment, boxes, *, by):
    """A new draft with black `boxes`, each (left, top, right, bottom) as shares 0..1 of the picture. Raises Unacceptable.

    Call it outside a transaction, then claim the draft and link it: decoding and encoding take a moment."""
    demand(by, "attachments.add")
    if not attachment.is_image:
        raise Unacceptable(_("Only pictures can be painted over."))
    with files.open_file(attachment) as file:
        full, thumb, size = paint(file.read(), attachment.kind, boxes)
    copy = Attachment(key=uuid.uuid4(), kind=attachment.kind, uploader=by.person, created_at=now())
    copy.width, copy.height = size
    copy.size, copy.sha256 = len(full), hashlib.sha256(full).hexdigest()
    files.write(files.path_of(copy, "thumb"), thumb)
    files.write(files.path_of(copy), full)
    copy.save()
    return copy


def paint(data, kind, boxes):
    """(full bytes, thumb bytes, (width, height)) of one of our own pictures with boxes painted black, rounded outwards.

    The small picture is made from the painted one, so no shade of what was covered is left in either."""
    with Image.open(BytesIO(data)) as opened:
        seen = opened.convert("RGBA")
    picture = Image.new("RGB", seen.size, "white")
    picture.paste(seen, mask=seen)  # what was transparent may still have colours that nobody saw
    brush = ImageDraw.Draw(picture)
    width, height = picture.size
    for left, top, right, bottom in boxes:
        corners = [
            math.floor(left * width),
            math.floor(top * height),
            math.ceil(right * width),
            math.ceil(bottom * height),
        ]
        brush.rectangle(corners, fill=BLACK)
    full, thumb = encode(picture, kind)
    return full, thumb, picture.size
