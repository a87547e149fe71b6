"""Files for the tests, good and hostile, made on the spot."""

import struct
import zlib
from io import BytesIO

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image


def picture(kind="JPEG", size=(64, 48), mode="RGB", **options):
    out = BytesIO()
    image = Image.new(mode, size, 128 if mode in {"L", "I;16", "1"} else None)
    if mode == "RGB":
        image.paste((200, 30, 60), (0, 0, size[0] // 2, size[1] // 2))
    image.save(out, kind, **options)
    return out.getvalue()


def telephone_photo(size=(64, 48)):
    """A JPEG with everything telephones write into it: position, camera, owner, comment, and "turn me"."""
    exif = Image.Exif()
    exif[0x0112] = 6  # rotate 90° clockwise to look right
    exif[0x010F] = "SecretCamera"
    exif[0x8298] = "SecretOwner"
    exif.get_ifd(0x8825).update({1: "N", 2: (39.0, 28.0, 15.0), 3: "E", 4: (75.0, 59.0, 38.0)})
    return picture(size=size, exif=exif, comment=b"SecretComment", xmp=b"<x:xmpmeta>SecretXmp</x:xmpmeta>")


def png_that_claims(width, height):
    """A few bytes that claim to unpack to width × height pixels."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


def pdf():
    return b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def upload(data, name="photo.jpg", content_type="image/jpeg"):
    return SimpleUploadedFile(name, data, content_type)
