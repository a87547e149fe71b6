"""Services of another directory taken in by an office page."""

PAGES = {"office/services/for-programs/import/": "ding"}
READ = {"ding": ("office/services/for-programs/import/",)}
