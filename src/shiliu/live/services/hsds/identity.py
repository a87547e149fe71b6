"""The identifiers HSDS asks for. Derived from codes, so that they are the same after every restore; what came from another
directory keeps the identifier it came with. What belongs to a thing is named after that thing's identifier, wherever it stands."""

from uuid import NAMESPACE_URL, UUID, uuid5

from django.conf import settings

from shiliu.live.services.catalogue.models import OutsideId


class Ids:
    """Identifiers of things by (sort, key), with those from outside read once."""

    def __init__(self):
        self.home = uuid5(NAMESPACE_URL, settings.SITE_URL or "shiliu")
        self.outside = {(row.sort, row.key): row.uuid for row in OutsideId.objects.all()}

    def of(self, sort, *parts):
        key = "/".join(map(str, parts))
        return str(self.outside.get((sort, key)) or uuid5(self.home, f"{sort}:{key}"))

    def under(self, owner, sort, key):
        """The identifier of the part `key` of the thing with the identifier `owner`."""
        return str(uuid5(UUID(owner), f"{sort}:{key}"))

    def remember(self, sort, key, uuid):
        """Keeps an identifier that is not the one we would give; ValueError for what is no UUID."""
        uuid = UUID(str(uuid))
        if str(uuid) != self.of(sort, key):
            OutsideId.objects.update_or_create(sort=sort, key=key, defaults={"uuid": uuid})
            self.outside[sort, key] = uuid

    def key_of(self, sort, uuid, keys):
        """Which of our keys an identifier stands for, or None."""
        known = {str(self.of(sort, key)): key for key in keys}
        return known.get(str(uuid).lower())


def window_key(code):
    """By which key a window stands among the locations; a unit stands by its code."""
    return f"window/{code}"
