"""The only writers of accounts, residence and roles. Each demands its permission, is atomic and leaves one audit row."""

from shiliu.office.people.actions.accounts import (
    blank_person,
    correct,
    delete_account,
    export,
    forget_password,
    forget_unproven,
    join,
    keep_phone,
    open_account,
    prove_phone,
    record_email_change,
    remove_phone,
    sweep,
)
from shiliu.office.people.actions.residence import (
    confirm_residence,
    forget_old_codes,
    open_by_code,
    redeem_letter,
    request_letter,
    show_code,
    void_letter,
)
from shiliu.office.people.actions.roles import demand_everywhere, end_role, grant_role, leave_role

__all__ = [
    "blank_person",
    "confirm_residence",
    "correct",
    "delete_account",
    "demand_everywhere",
    "end_role",
    "export",
    "forget_old_codes",
    "forget_password",
    "forget_unproven",
    "grant_role",
    "join",
    "keep_phone",
    "leave_role",
    "open_account",
    "open_by_code",
    "prove_phone",
    "record_email_change",
    "redeem_letter",
    "remove_phone",
    "request_letter",
    "show_code",
    "sweep",
    "void_letter",
]
