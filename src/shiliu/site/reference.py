"""The pages of docs/reference, written from the program itself; a test fails when a committed page is stale."""

import json

from django.conf import settings
from django.utils.translation import override

from shiliu.govern.cases.workflow import HAZARD, ORDINARY
from shiliu.govern.proposals.cloud.workflow import PROPOSALS
from shiliu.govern.proposals.deliberation.workflow import DELIBERATIONS
from shiliu.platform.permissions import permissions
from shiliu.site.api import api

WORKFLOWS = (
    (ORDINARY, "Questions, help, complaints, suggestions"),
    (HAZARD, "Hazards"),
    (PROPOSALS, "Proposals"),
    (DELIBERATIONS, "Deliberations"),
)
WRITTEN = "Written by `shiliu docs`; do not edit by hand."


def pages():
    """{file name below docs/reference: text}, in English."""
    with override("en"):
        return {
            "permissions.md": permission_page(),
            "workflows.md": workflow_page(),
            "settings.md": settings_page(),
            "openapi.json": json.dumps(
                api.get_openapi_schema(), indent=1, ensure_ascii=False, default=str, sort_keys=True
            )
            + "\n",
        }


def permission_page():
    lines = [
        "# Who may do what, and why",
        "",
        WRITTEN,
        "",
        "| permission | lets one | who, where | why |",
        "|---|---|---|---|",
    ]
    for permission in permissions().values():
        who = ", ".join(
            grant.who if grant.where == "any" else f"{grant.who} ({grant.where})" for grant in permission.grants
        )
        lines.append(f"| `{permission.name}` | {permission.label} | {who} | {permission.reason} |")
    return "\n".join([*lines, "", WHERE_WORDS, ""])


WHERE_WORDS = (
    "*area*: things inside the area the role is held for. *organisation*: things of the unit the role is held for. "
    "*own*: what the person raised or owns, or what the tracking code opens. Without a word: any."
)


def workflow_page():
    lines = ["# The states and moves of cases, proposals and deliberations", "", WRITTEN, ""]
    for workflow, title in WORKFLOWS:
        lines += [
            f"## {title}",
            "",
            "```mermaid",
            workflow.mermaid(),
            "```",
            "",
            "| state | what the reader sees | meaning |",
        ]
        lines += ["|---|---|---|"]
        lines += [f"| `{state.key}` | {state.label} | {state.meaning} |" for state in workflow.states]
        lines += ["", "| move | from | to | who | asks | clocks | why |", "|---|---|---|---|---|---|---|"]
        lines += [move_row(move) for move in workflow.moves]
        lines.append("")
    return "\n".join(lines)


def move_row(move):
    asks = ", ".join(f"{ask.key}{'' if ask.required else ' (optional)'}" for ask in move.asks) or "–"
    clocks = "; ".join(
        filter(None, [" + ".join(f"starts {c}" for c in move.starts), " + ".join(f"meets {c}" for c in move.meets)])
    )
    sources = ", ".join(move.sources)
    return f"| {move.label} (`{move.key}`) | {sources} | {move.target} | `{move.permission}` | {asks} | {clocks or '–'} | {move.why} |"


def settings_page():
    lines = [
        "# Settings",
        "",
        WRITTEN,
        "",
        "Each may also be given as NAME_FILE, the path of a file that holds the value.",
        "",
    ]
    lines += ["| variable | type | default | what it does |", "|---|---|---|---|"]
    for name, kind, default, help_text in sorted(settings.SETTINGS_READ):
        lines.append(f"| `{name}` | {kind.replace('|', 'or')} | {shown(default)} | {help_text} |")
    return "\n".join([*lines, ""])


def shown(default):
    if default in ("", None):
        return "–"
    return f"`{'yes' if default is True else 'no' if default is False else default}`"
