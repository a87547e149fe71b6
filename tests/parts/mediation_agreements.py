"""Agreements of mediation, and counts that name nobody."""

from tests.architecture.access_table import EVERYBODY

PAGES = {"mediation/figures/": EVERYBODY, "mediation/figures.csv": EVERYBODY}
API = (("get", "mediation/figures", {}, EVERYBODY),)
READ = {"guest": ("mediation/figures/",)}
NO_PAGES = {"mediation/figures.csv": "data"}
