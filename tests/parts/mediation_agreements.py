"""Agreements of mediation, and counts that name nobody."""

from tests.architecture.access_table import EVERYBODY

PAGES = {"mediation/figures/": EVERYBODY, "mediation/figures.csv": EVERYBODY, "mediation/routes/": EVERYBODY}
AT_TABLE = "needs a file at its table or after it: govern/mediation/agreements/tests/test_pages.py"
ELSEWHERE = dict.fromkeys(
    (
        "mediation/<uuid:key>/words/", "mediation/<uuid:key>/language/", "mediation/<uuid:key>/sign/", "mediation/<uuid:key>/agreement.pdf",
        "mediation/<uuid:key>/notice.pdf", "mediation/<uuid:key>/court.zip",
    ),
    AT_TABLE,
)  # fmt: skip
ELSEWHERE["office/pool/from-wishes/causes/<str:key>/"] = (
    "needs a cause that came often: journeys/tests/test_causes_to_pool.py"
)
API = (("get", "mediation/figures", {}, EVERYBODY),)
READ = {"guest": ("mediation/figures/", "mediation/routes/")}
NO_PAGES = {**ELSEWHERE, "mediation/figures.csv": "data"}
