"""Keeping an installation alive: `shiliu doctor`, `shiliu backup`, `shiliu restore`.

operations.register_check("mail", check)      from registers.py; check() → list of Finding, or of sentences (errors)
operations.keep_folder("networks")            from registers.py; backups take the files of this folder of the data directory
"""

from shiliu.platform.operations.findings import Finding, checks, error, fine, register_check, warning
from shiliu.platform.operations.kept import keep_folder, kept_files

__all__ = ["Finding", "checks", "error", "fine", "keep_folder", "kept_files", "register_check", "warning"]
