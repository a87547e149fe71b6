"""What the court is handed: joint application, agreement, proof of the organisation, the papers consented to, and a list of hashes."""

import hashlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils.translation import get_language

from shiliu.govern.mediation.agreements import printed

MOMENT = (1980, 1, 1, 0, 0, 0)  # a package of the same papers is the same bytes


def made(dispute, agreement, version, papers=()):
    """(ZIP bytes, {name: SHA-256 in hex}). `papers` are (name, bytes) that every party lets the court read."""
    language = get_language() or "zh-hans"
    files = {
        "1-application.pdf": printed.application(dispute, agreement, version, language),
        "2-agreement.pdf": printed.agreement(dispute, agreement, version),
        "3-organisation.pdf": printed.proof(dispute, agreement, version, language),
        **{f"4-papers/{name}": content for name, content in papers},
    }
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    listed = "".join(f"{value}  {name}\n" for name, value in hashes.items())
    file = BytesIO()
    with ZipFile(file, "w", ZIP_DEFLATED) as whole:
        for name, content in {**files, "SHA256SUMS": listed.encode()}.items():
            whole.writestr(ZipInfo(name, MOMENT), content)
    return file.getvalue(), hashes
