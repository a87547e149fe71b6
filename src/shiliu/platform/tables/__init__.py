"""Tables that come from outside: CSV and GeoJSON read carefully, and a report of what an import did or would do.

read_rows(path, headers={"编码": "code"})     list of Row, or Unreadable with a sentence that says where
Report, Change, Reject                         what every import action returns
ImportCommand                                  the command line of an import: dry run unless --write, rejects to a file
"""

from shiliu.platform.tables.reading import MOST_BYTES, Row, Unreadable, read_rows
from shiliu.platform.tables.report import Change, Reject, Report, write_rejects

__all__ = ["MOST_BYTES", "Change", "Reject", "Report", "Row", "Unreadable", "read_rows", "write_rejects"]
