"""Bytes from strangers into pictures of our own making. Nothing of the sent file survives but its pixels."""

import contextlib
from dataclasses import dataclass
from io import BytesIO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from shiliu.platform.attachments.refusals import Unacceptable

FULL, THUMB = 2048, 480  # pixels, longest side
QUALITY = 85
# A picture of a few kilobytes may unpack to gigabytes: the size it claims is judged before a pixel is read. Telephones make
# JPEG of up to 50 megapixels; JPEG is read at a smaller scale straight away, the others are not.
MOST_PIXELS = {"jpeg": 64_000_000, "png": 24_000_000, "webp": 24_000_000}
MOST_SIDE = 30_000
READERS = {"jpeg": ("JPEG", "MPO"), "png": ("PNG",), "webp": ("WEBP",)}
SRGB = ImageCms.createProfile("sRGB")


@dataclass(frozen=True)
class Prepared:
    """Encoded bytes of both sizes; width and height of the full one."""

    full: bytes
    thumb: bytes
    width: int
    height: int


def kind_of(data: bytes) -> str | None:
    """What the first bytes say the file is: "jpeg", "png", "webp", "pdf", or None. Names and declared types are not asked."""
    if data.startswith(b"\xff\xd8\xff"):
        return "jpeg"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "png"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "webp"
    if data.startswith((b"%PDF-1.", b"%PDF-2.")) and b"%%EOF" in data[-2048:]:
        return "pdf"
    return None


def prepare(data: bytes, kind: str) -> Prepared:
    """Decodes, turns upright, brings colours to sRGB, shrinks and encodes anew in the same format. Raises Unacceptable."""
    try:
        picture = _upright(_opened(data, kind))
        clean = _without_metadata(picture)
        return Prepared(*encode(clean, kind), clean.width, clean.height)
    except Image.DecompressionBombError:  # ours, or Pillow's own for the wildest claims
        raise Unacceptable(_("This picture has too many pixels. Send a smaller version of it.")) from None
    except Exception:  # hostile files make decoders raise nearly anything; each of them means the same to the sender
        raise Unacceptable(
            _("This picture is damaged and cannot be read. Take it again or save it anew, then add it once more.")
        ) from None


def encode(picture, kind):
    """(full, thumb) bytes of a picture without metadata, both in the format `kind`."""
    small = picture.copy()
    small.thumbnail((THUMB, THUMB), Image.Resampling.LANCZOS)
    return _encoded(picture, kind), _encoded(small, kind)


def _opened(data, kind):
    with Image.open(BytesIO(data), formats=READERS[kind]) as probe:
        width, height = probe.size
        if width * height > MOST_PIXELS[kind] or max(width, height) > MOST_SIDE:
            raise Image.DecompressionBombError
        probe.verify()
    picture = Image.open(BytesIO(data), formats=READERS[kind])
    if kind == "jpeg":
        picture.draft(None, (FULL, FULL))
    picture.load()
    return picture


def _upright(picture):
    profile = picture.info.get("icc_profile")
    picture = ImageOps.exif_transpose(picture)
    if picture.mode == "I;16":
        picture = picture.convert("I").point(lambda value: value / 256).convert("L")
    transparent = picture.mode in {"RGBA", "LA", "PA", "RGBa", "La"} or "transparency" in picture.info
    if profile and picture.mode in {"RGB", "RGBA", "CMYK", "L"}:
        with contextlib.suppress(
            ImageCms.PyCMSError, OSError, ValueError
        ):  # a wrong profile is worth a shade, not a refusal
            picture = ImageCms.profileToProfile(
                picture, ImageCms.ImageCmsProfile(BytesIO(profile)), SRGB, outputMode="RGBA" if transparent else "RGB"
            )
    return picture.convert("RGBA" if transparent else "RGB")


def _without_metadata(picture):
    picture.thumbnail((FULL, FULL), Image.Resampling.LANCZOS)
    clean = Image.new(picture.mode, picture.size)
    clean.paste(picture)  # pixels only: comments, positions, serial numbers and colour profiles stay behind
    return clean


def _encoded(picture, kind):
    out = BytesIO()
    options = {"jpeg": {"quality": QUALITY}, "webp": {"quality": QUALITY, "method": 4}, "png": {"optimize": False}}
    if kind == "jpeg" and picture.mode != "RGB":
        picture = picture.convert("RGB")
    picture.save(out, kind.upper(), **options[kind])
    return out.getvalue()
