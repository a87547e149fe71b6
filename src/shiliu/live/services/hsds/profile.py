"""What of HSDS is published here and taken in, field by field: the profile that the feed names. A test holds it to the specification."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

OLD = _("The specification has given it up.")
ABSENT = _("Nobody enters it here.")
PEOPLE = _(
    "Names, mailboxes and telephone numbers of people are neither published nor taken in; units have their own telephone."
)
NOT_IN = _(
    "It is written anew from our own history or by the next confirmation, so nothing of another directory is taken in."
)
DERIVED = _("It follows from where the object stands, and is not kept.")
OURS = _("Taken in when it names a category, a time of life or a kind of unit that exists here.")


@dataclass(frozen=True)
class Entity:
    """`both`: published and taken in; `out`: published only; `not_here`: neither; {field: why} for the last two.

    `note`: what whoever reads or sends such objects should know."""

    name: str
    both: tuple = ()
    out: dict = field(default_factory=dict)
    not_here: dict = field(default_factory=dict)
    note: object = ""


def _of(names, why):
    return dict.fromkeys(names.split(), why)


def _words(names):
    return tuple(names.split())


PROFILE = (
    Entity(
        "service",
        _words("id organization_id organization name alternate_name description url additional_urls status application_process "
               "fees_description eligibility_description minimum_age maximum_age assured_date alert phones service_areas "
               "service_at_locations languages cost_options required_documents attributes"),
        {**_of("last_modified metadata", NOT_IN)},
        {**_of("wait_time fees licenses", OLD), **_of("email assurer_email contacts", PEOPLE),
         **_of("program_id program interpretation_services accreditations funding capacities", ABSENT),
         "schedules": _("Opening hours are those of the windows: see schedules of a location.")},
        _("“shiliu” holds all languages, the levels, papers already held and who may come instead. “temporarily closed” is taken in as a draft."),
    ),
    Entity(
        "organization", _words("id name description parent_organization_id phones locations organization_identifiers attributes"), {},
        {**_of("tax_status tax_id", OLD), **_of("email contacts", PEOPLE),
         **_of("alternate_name website additional_websites year_incorporated legal_status logo uri funding programs metadata", ABSENT)},
        _("The description is the kind of unit. A unit that is here stays as it is; a new one is entered if the importer may enter units, else its services are rejected with the reason. Of the telephones the first is taken in."),
    ),
    Entity(
        "location",
        _words("id location_type organization_id name description latitude longitude languages addresses accessibility phones schedules"), {},
        {**_of("contacts", PEOPLE), **_of("url alternate_name transportation external_identifier external_identifier_type attributes metadata", ABSENT)},
        _("Each window is a location, and each unit is one. The description says the way; without town and postcode it also says the address."),
    ),
    Entity(
        "service_at_location", _words("id service_id location_id location"), {},
        {**_of("contacts", PEOPLE), **_of("description service_areas phones schedules attributes metadata", _("Said of the service or of the location."))},
        _("One for each window that does the service; without any, one for the unit. “shiliu” holds the minutes it takes there."),
    ),
    Entity(
        "address", _words("id location_id address_1 city state_province postal_code country address_type"), {},
        _of("attention address_2 region attributes metadata", ABSENT),
        _("Published where town, province and postcode are entered for the site. Of an import the first line is kept."),
    ),
    Entity(
        "schedule", _words("id location_id valid_from valid_to freq byday opens_at closes_at timezone"), {"notes": DERIVED},
        {**_of("service_id service_at_location_id", _("Opening hours are those of the windows: see schedules of a location.")),
         **_of("dtstart until count wkst interval byweekno bymonthday byyearday description schedule_link attending_type attributes metadata", ABSENT)},
        _("Weekly hours; seasons as valid_from and valid_to of the season that runs or comes next. Days that differ stand in the notes. Visiting departments have a calendar of their own."),
    ),
    Entity("phone", _words("id service_id organization_id location_id number type"), {}, {**_of("contact_id", PEOPLE), **_of("service_at_location_id extension description languages attributes metadata", ABSENT)}),
    Entity("language", _words("id service_id location_id code name"), {}, _of("phone_id note attributes metadata", ABSENT)),
    Entity("accessibility", _words("id location_id description details"), {}, _of("url attributes metadata", ABSENT), _("“details” holds our code; one that begins with “window.” belongs to the window, others to the service.")),
    Entity("cost_option", _words("id service_id option currency amount"), {}, _of("valid_from valid_to amount_description attributes metadata", ABSENT), _("An amount of 0 says that it is free of charge.")),
    Entity("required_document", _words("id service_id document"), {}, _of("uri attributes metadata", ABSENT), _("Only what is to be brought. Papers that an office already holds stand in “shiliu”.")),
    Entity("service_area", _words("id service_id name"), {}, _of("service_at_location_id description extent extent_type uri attributes metadata", ABSENT), _("Taken in when it names a place that exists here.")),
    Entity("url", _words("id url service_id"), {}, _of("label organization_id attributes metadata", ABSENT)),
    Entity("organization_identifier", _words("id organization_id identifier_type identifier"), {}, _of("identifier_scheme attributes metadata", ABSENT), _("The code of the unit here, of the type “shiliu”.")),
    Entity("attribute", _words("id link_id link_entity link_type taxonomy_term_id taxonomy_term"), {}, _of("value label metadata", ABSENT), OURS),
    Entity("taxonomy", (), _of("id name description uri", DERIVED), _of("version metadata", ABSENT), _("Categories, times of life and kinds of units, which are entered here and not taken in.")),
    Entity("taxonomy_term", _words("id code name taxonomy taxonomy_id"), _of("description language term_uri", DERIVED), _of("parent_id taxonomy_detail metadata", ABSENT), OURS),
    Entity("metadata", (), _of("id resource_id resource_type last_action_date last_action_type field_name previous_value replacement_value updated_by", NOT_IN), {}, _("With a single service only, since it was last put before the public. “updated_by” names the unit, never a person.")),
    Entity("contact", (), {}, _of("id organization_id service_id service_at_location_id location_id name title department email phones attributes metadata", PEOPLE)),
    Entity("program", (), {}, _of("id organization_id name alternate_name description attributes metadata", ABSENT)),
    Entity("funding", (), {}, _of("id organization_id service_id source attributes metadata", ABSENT)),
    Entity("service_capacity", (), {}, _of("id service_id unit unit_id available maximum description updated", ABSENT)),
    Entity("unit", (), {}, _of("id name scheme identifier uri attributes metadata", ABSENT)),
)  # fmt: skip
