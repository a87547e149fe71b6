"""What the panel tells the platform."""

from shiliu.govern.mediation.panel import personal
from shiliu.platform.personal_data import register_personal_data


def register():
    register_personal_data(
        "mediation.panel", personal.exported, personal.erased, tables=["mediation.Panelist"]
    )  # fmt: skip
