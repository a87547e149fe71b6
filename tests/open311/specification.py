"""GeoReport v2 as tables, in the order of https://wiki.open311.org/GeoReport_v2 and https://wiki.open311.org/Service_Discovery.

A row is one sentence of the specification; test_specification.py asks the site each of them, in XML and in JSON. Extensions
(paging, updates, extended attributes) stand at the end, after https://wiki.open311.org/GeoReport_v2/Extensions.
"""

from dataclasses import dataclass

SPECIFICATION = "http://wiki.open311.org/GeoReport_v2"
CONTENT_TYPES = {"xml": "text/xml; charset=utf-8", "json": "application/json; charset=utf-8"}


@dataclass(frozen=True)
class Field:
    """`kind`: text, flag (true or false), whole, degrees, moment (W3C, with a zone), address, or one of a tuple of words.
    What is not `always` filled may be empty; the field itself is always there."""

    name: str
    kind: str | tuple = "text"
    always: bool = False


DISCOVERY = (
    Field("changeset", "moment", always=True),
    Field("contact", always=True),
    Field("key_service", always=True),
)
ENDPOINT = (
    Field("specification", (SPECIFICATION,), always=True),
    Field("url", "address", always=True),
    Field("changeset", "moment", always=True),
    Field("type", ("production", "test"), always=True),
)
SERVICE = (
    Field("service_code", always=True),
    Field("service_name", always=True),
    Field("description", always=True),
    Field("metadata", "flag", always=True),
    Field("type", ("realtime", "batch", "blackbox"), always=True),
    Field("keywords"),
    Field("group", always=True),
)
DATATYPES = ("string", "number", "datetime", "text", "singlevaluelist", "multivaluelist")
ATTRIBUTE = (
    Field("variable", "flag", always=True),
    Field("code", always=True),
    Field("datatype", DATATYPES, always=True),
    Field("required", "flag", always=True),
    Field("datatype_description"),
    Field("order", "whole", always=True),
    Field("description", always=True),
)
VALUE = (Field("key", always=True), Field("name", always=True))
SENT = (Field("service_request_id", always=True), Field("service_notice"), Field("account_id"))
SENT_WITH_TOKEN = (Field("token", always=True), Field("service_notice"), Field("account_id"))
TOKEN = (Field("service_request_id", always=True), Field("token", always=True))
REQUEST = (
    Field("service_request_id", always=True),
    Field("status", ("open", "closed"), always=True),
    Field("status_notes"),
    Field("service_name"),
    Field("service_code"),
    Field("description"),
    Field("agency_responsible"),
    Field("service_notice"),
    Field("requested_datetime", "moment", always=True),
    Field("updated_datetime", "moment", always=True),
    Field("expected_datetime", "moment"),
    Field("address"),
    Field("address_id"),
    Field("zipcode"),
    Field("lat", "degrees"),
    Field("long", "degrees"),
    Field("media_url", "address"),
)
ERROR = (Field("code", "whole", always=True), Field("description", always=True))
UPDATE = (
    Field("update_id", always=True),
    Field("service_request_id", always=True),
    Field("status", ("open", "closed"), always=True),
    Field("updated_datetime", "moment", always=True),
    Field("description", always=True),
    Field("media_url", "address"),
)
NOTE = (Field("datetime", "moment", always=True), Field("description", always=True), Field("type", always=True))

# (address without its format, the root in XML, what one row holds, whether JSON is a bare list)
ANSWERS = (
    ("discovery", "discovery", DISCOVERY, False),
    ("services", "services", SERVICE, True),
    ("services/street_lamp", "service_definition", (Field("service_code", always=True),), False),
    ("requests", "service_requests", REQUEST, True),
    ("requests/{published}", "service_requests", REQUEST, True),
    ("tokens/{token}", "service_requests", TOKEN, True),
    ("servicerequestupdates", "service_request_updates", UPDATE, True),
)

# Every error the specification names. (why, method, address, parameters, status). A lamp is sent unless a row says otherwise:
# a parameter given as None is left out, as "" is sent empty; both mean the same.
LAMP = {
    "api_key": "{key}",
    "service_code": "street_lamp",
    "lat": "40.002",
    "long": "100.002",
    "attribute[pole]": "A-17",
}
ERRORS = (
    ("the key is missing", "POST", "requests", {"api_key": None}, 403),
    ("the key is empty", "POST", "requests", {"api_key": ""}, 403),
    ("the key is wrong", "POST", "requests", {"api_key": "nonsense"}, 403),
    ("the key was taken back", "POST", "requests", {"api_key": "{revoked}"}, 403),
    ("the jurisdiction is not ours, listing services", "GET", "services", {"jurisdiction_id": "elsewhere.example"}, 404),
    ("the jurisdiction is not ours, asking a definition", "GET", "services/street_lamp", {"jurisdiction_id": "elsewhere.example"}, 404),
    ("the jurisdiction is not ours, sending", "POST", "requests", {"jurisdiction_id": "elsewhere.example"}, 404),
    ("the jurisdiction is not ours, listing requests", "GET", "requests", {"jurisdiction_id": "elsewhere.example"}, 404),
    ("the jurisdiction is not ours, asking one request", "GET", "requests/{published}", {"jurisdiction_id": "elsewhere.example"}, 404),
    ("the jurisdiction is not ours, asking a token", "GET", "tokens/{token}", {"jurisdiction_id": "elsewhere.example"}, 404),
    ("there is no such service", "GET", "services/nonsense", {}, 404),
    ("the service is missing", "POST", "requests", {"service_code": None}, 400),
    ("the service is empty", "POST", "requests", {"service_code": " "}, 400),
    ("the service is unknown", "POST", "requests", {"service_code": "nonsense"}, 404),
    ("a group of services is no service", "POST", "requests", {"service_code": "streets"}, 404),
    ("there is no place", "POST", "requests", {"lat": None, "long": None}, 400),
    ("the place is empty", "POST", "requests", {"lat": "", "long": "", "address_string": "", "address_id": ""}, 400),
    ("half a point", "POST", "requests", {"long": None}, 400),
    ("the other half of a point", "POST", "requests", {"lat": ""}, 400),
    ("a point that is no number", "POST", "requests", {"lat": "north"}, 400),
    ("a point that is not a finite number", "POST", "requests", {"lat": "nan"}, 400),
    ("a point off the globe", "POST", "requests", {"lat": "91"}, 400),
    ("a point outside the country", "POST", "requests", {"lat": "-33.9", "long": "151.2"}, 400),
    ("an unknown address_id", "POST", "requests", {"lat": None, "long": None, "address_id": "nowhere"}, 400),
    ("the description is too long", "POST", "requests", {"description": "长" * 4001}, 400),
    ("the description holds HTML", "POST", "requests", {"description": "It is <b>dark</b>."}, 400),
    ("the address holds HTML", "POST", "requests", {"address_string": "<script>x</script>"}, 400),
    ("the e-mail is none", "POST", "requests", {"email": "nobody at all"}, 400),
    ("the telephone number is none", "POST", "requests", {"phone": "call me"}, 400),
    ("the media_url is none", "POST", "requests", {"media_url": "javascript:alert(1)"}, 400),
    ("a required attribute is missing", "POST", "requests", {"attribute[pole]": None}, 400),
    ("a required attribute is empty", "POST", "requests", {"attribute[pole]": ""}, 400),
    ("an unknown attribute", "POST", "requests", {"attribute[colour]": "red"}, 400),
    ("an attribute that only informs", "POST", "requests", {"attribute[safety]": "read"}, 400),
    ("a string with a line break", "POST", "requests", {"attribute[pole]": "A\n17"}, 400),
    ("a number that is none", "POST", "requests", {"attribute[lamps]": "three"}, 400),
    ("a datetime without a zone", "POST", "requests", {"attribute[since]": "2026-03-01T20:00:00"}, 400),
    ("a key that is not in the list", "POST", "requests", {"attribute[light]": "purple"}, 400),
    ("one wrong key among several", "POST", "requests", {"attribute[seen][]": ["night", "never"]}, 400),
    ("two values where one is allowed", "POST", "requests", {"attribute[light]": ["off", "flicker"]}, 400),
    ("there is no such request", "GET", "requests/2026-999999", {}, 404),
    ("an id of another make", "GET", "requests/nonsense", {}, 404),
    ("a request that is not published", "GET", "requests/{hidden}", {}, 404),
    ("the same with a key that did not send it", "GET", "requests/{hidden}", {"api_key": "{other}"}, 404),
    ("there is no such token", "GET", "tokens/123456", {}, 404),
    ("a status that is neither open nor closed", "GET", "requests", {"status": "solved"}, 400),
    ("a start_date without a zone", "GET", "requests", {"start_date": "2026-03-01T00:00:00"}, 400),
    ("an end_date that is none", "GET", "requests", {"end_date": "yesterday"}, 400),
    ("a day that does not exist", "GET", "requests", {"start_date": "2026-02-30"}, 400),
    ("the end before the start", "GET", "requests", {"start_date": "2026-03-02T00:00:00Z", "end_date": "2026-03-01T00:00:00Z"}, 400),
    ("more than 90 days", "GET", "requests", {"start_date": "2025-12-01T00:00:00Z", "end_date": "2026-03-01T00:00:01Z"}, 400),
    ("a page that is none", "GET", "requests", {"page": "0"}, 400),
    ("a page of too many", "GET", "requests", {"page_size": "1001"}, 400),
    ("an address that does not exist", "GET", "nonsense", {}, 404),
    ("a method that is not understood", "POST", "services", {}, 400),
    ("deleting", "DELETE", "requests/{published}", {}, 400),
)  # fmt: skip

# GET requests: (what is asked, parameters, which of the published cases answer). "old" was raised 100 days ago, "dark" 40,
# "hole" 10 and "done" 5; hole is about a manhole, the others about a street lamp; done has ended, the others are open.
FILTERS = (
    ("by default the last 90 days, the newest first", {}, "done hole dark"),
    ("empty parameters are no parameters", {"status": "", "service_code": "", "start_date": "", "end_date": "", "service_request_id": ""}, "done hole dark"),
    ("ids, with commas", {"service_request_id": "{dark},{hole}"}, "hole dark"),
    ("ids, one by one", {"service_request_id": ["{dark}", "{done}"]}, "done dark"),
    ("ids override everything else", {"service_request_id": "{old}", "status": "closed", "service_code": "manhole", "start_date": "2026-03-01T00:00:00Z"}, "old"),
    ("unknown ids find nothing", {"service_request_id": "{dark},2026-999999,nonsense"}, "dark"),
    ("what is not published does not answer to its id", {"service_request_id": "{hidden}"}, ""),
    ("one service", {"service_code": "manhole"}, "hole"),
    ("several services", {"service_code": "manhole,street_lamp"}, "done hole dark"),
    ("an unknown service", {"service_code": "nonsense"}, ""),
    ("open", {"status": "open"}, "hole dark"),
    ("closed", {"status": "closed"}, "done"),
    ("open or closed", {"status": "open,closed"}, "done hole dark"),
    ("from a day on, 90 days long", {"start_date": "2026-02-15T00:00:00Z"}, "done hole"),
    ("a start long ago reaches 90 days", {"start_date": "2025-10-25T00:00:00Z"}, "old"),
    ("until a day, 90 days back", {"end_date": "2026-02-01T00:00:00Z"}, "dark old"),
    ("between two moments", {"start_date": "2026-01-20T00:00:00Z", "end_date": "2026-03-01T08:00:00+08:00"}, "hole dark"),
    ("a zone of its own", {"start_date": "2026-02-28T10:00:00+08:00", "end_date": "2026-02-28T10:00:00+08:00"}, "hole"),
    ("a plus sign nobody escaped", {"start_date": "2026-02-28T10:00:00 08:00", "end_date": "2026-02-28T10:00:00 08:00"}, "hole"),
    ("whole days", {"start_date": "2026-02-28", "end_date": "2026-02-28"}, "hole"),
    ("exactly 90 days", {"start_date": "2025-12-05T02:00:00Z", "end_date": "2026-03-05T02:00:00Z"}, "done hole dark"),
    ("everything at once", {"status": "open", "service_code": "street_lamp", "start_date": "2026-01-20T00:00:00Z"}, "dark"),
    ("our own jurisdiction", {"jurisdiction_id": "shiliu.example"}, "done hole dark"),
    ("an empty jurisdiction", {"jurisdiction_id": ""}, "done hole dark"),
    ("a page", {"page_size": "2"}, "done hole"),
    ("the next page", {"page_size": "2", "page": "2"}, "dark"),
    ("a page behind the last", {"page_size": "2", "page": "9"}, ""),
)  # fmt: skip
