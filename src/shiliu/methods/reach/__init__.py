"""What can be reached on foot in fifteen minutes, by whom, and what is missing where: docs/methods/reach.md."""

from shiliu.methods.reach.circle import Circle, Coverage, Dwelling, Facility, Gap, Reached, circle
from shiliu.methods.reach.graphml import read_graphml
from shiliu.methods.reach.network import SURFACES, Network, Note, Origin, build
from shiliu.methods.reach.osm import read_osm_dwellings, read_osm_facilities, read_osm_network
from shiliu.methods.reach.paths import minutes_to_nearest, paths
from shiliu.methods.reach.siting import Site
from shiliu.methods.reach.tables import read_dwellings, read_edges, read_facilities
from shiliu.methods.reach.walkers import Walker, read_walkers, shipped_walkers

__all__ = [
    "SURFACES",
    "Circle",
    "Coverage",
    "Dwelling",
    "Facility",
    "Gap",
    "Network",
    "Note",
    "Origin",
    "Reached",
    "Site",
    "Walker",
    "build",
    "circle",
    "minutes_to_nearest",
    "paths",
    "read_dwellings",
    "read_edges",
    "read_facilities",
    "read_graphml",
    "read_osm_dwellings",
    "read_osm_facilities",
    "read_osm_network",
    "read_walkers",
    "shipped_walkers",
]
