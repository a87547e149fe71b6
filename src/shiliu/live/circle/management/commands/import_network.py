"""`shiliu import network FILE`: walking paths from OpenStreetMap, GraphML or CSV, kept as the ones in use."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from shiliu.live.circle import actions
from shiliu.methods import reach
from shiliu.methods.inputs import BadInput
from shiliu.methods.plots import Unavailable
from shiliu.methods.reach.export import SOURCE
from shiliu.platform.permissions import SYSTEM
from shiliu.platform.workflow import NotPossible

MAPS = (".pbf", ".osm")


class Command(BaseCommand):
    help = "Import the walking network: .osm.pbf (needs osmium), .graphml or CSV of edges (docs/methods/reach.md)."

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--nodes", type=Path, help="CSV of nodes, where the edges do not bring positions")
        parser.add_argument("--source", default="", help="whose data it is; of a map of OpenStreetMap this is known")

    def handle(self, *, file, nodes, source, **options):
        try:
            network = read(file, nodes)
            row = actions.import_network(
                by=SYSTEM, network=network, source=source or (SOURCE if is_map(file) else file.name)
            )
        except (BadInput, Unavailable, NotPossible) as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"{row.edges} edges, {row.nodes} nodes, {row.size} bytes, {row.sha256}")
        for note in row.notes:
            self.stdout.write(f"  {note['code']}: {note['count']}")


def is_map(file):
    return file.suffix.lower() in MAPS


def read(file, nodes=None):
    """The Network in a file of any of the three kinds. Raises BadInput, Unavailable."""
    if is_map(file):
        return reach.read_osm_network(str(file))
    if file.suffix.lower() in (".graphml", ".xml"):
        return reach.read_graphml(str(file))
    return reach.read_edges(str(file), str(nodes) if nodes else None)
