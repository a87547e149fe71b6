"""From another directory to our own units: an import of services enters the units it names, if the importer may."""

from shiliu.live.services import public as services
from shiliu.office.organisations import public as organisations


def register():
    services.register_units(organisations.import_units)
