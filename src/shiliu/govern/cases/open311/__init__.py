"""Open311 GeoReport v2 at /open311/v2/: discovery, services, requests (read and written), tokens, updates; XML and JSON.

Only what a moderator has published is listed, with a place no finer than a compound; nobody's name, number or device is ever
returned. Written after https://wiki.open311.org/GeoReport_v2; tests/open311 reads it back sentence by sentence.
"""
