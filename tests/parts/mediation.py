"""Mediation: sealed files, which open for seats and for no role."""

from tests.architecture.access_table import EVERYBODY, SIGNED_IN

PAGES = {"mediation/": EVERYBODY, "mediation/mine/": SIGNED_IN}
READ = {"guest": ("mediation/",), "gulnar": ("mediation/mine/",)}
