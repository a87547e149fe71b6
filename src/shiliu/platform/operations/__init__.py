"""Keeping an installation alive: `shiliu doctor`, `shiliu backup`, `shiliu restore`.

operations.register_check("mail", check)      from registers.py; check() → list of Finding, or of sentences (errors)
"""

from shiliu.platform.operations.findings import Finding, checks, error, fine, register_check, warning

__all__ = ["Finding", "checks", "error", "fine", "register_check", "warning"]
