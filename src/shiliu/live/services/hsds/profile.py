"""What of HSDS is published here and taken in, field by field: the profile that the feed names. A test holds it to the specification."""

from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

PEOPLE = _("Names and mailboxes of people are neither published nor taken in.")
HISTORY = _("What another directory has changed is its own history, and names whoever changed it.")
NOT_IN = _(
    "It is written anew from our own history or by the next confirmation, so nothing of another directory is taken in."
)
DERIVED = _("It follows from where the object stands, and is not kept.")
OURS = _("Taken in when it names a category, a time of life or a kind of unit that exists here.")


@dataclass(frozen=True)
class Entity:
    """`both`: published and taken in; `out`: published only; `kept`: taken in as it came and published again (carried.py); `not_here`:
    neither; {field: why} for `out` and `not_here`.

    `note`: what whoever reads or sends such objects should know."""

    name: str
    both: tuple = ()
    out: dict = field(default_factory=dict)
    kept: tuple = ()
    not_here: dict = field(default_factory=dict)
    note: object = ""


def _of(names, why):
    return dict.fromkeys(names.split(), why)


def _words(names):
    return tuple(names.split())


PROFILE = (
    Entity(
        "service",
        both=_words("id organization_id organization name alternate_name description url additional_urls status application_process fees_description eligibility_description minimum_age maximum_age assured_date alert phones service_areas service_at_locations languages cost_options required_documents attributes"),
        out={**_of("last_modified metadata", NOT_IN)},
        kept=_words("wait_time fees licenses email contacts program_id program interpretation_services accreditations funding capacities schedules"),
        not_here={**_of("assurer_email", PEOPLE)},
        note=_("“shiliu” holds all languages, the levels, papers already held and who may come instead. “temporarily closed” is taken in as a draft."),
    ),
    Entity(
        "organization",
        both=_words("id name description parent_organization_id phones locations organization_identifiers attributes"),
        kept=_words("tax_status tax_id email contacts alternate_name website additional_websites year_incorporated legal_status logo uri funding programs"),
        not_here={**_of("metadata", HISTORY)},
        note=_("The description is the kind of unit. A unit that is here stays as it is; a new one is entered if the importer may enter units, else its services are rejected with the reason. Of the telephones the first is taken in."),
    ),
    Entity(
        "location",
        both=_words("id location_type organization_id name description latitude longitude languages addresses accessibility phones schedules"),
        kept=_words("contacts url alternate_name transportation external_identifier external_identifier_type attributes"),
        not_here={**_of("metadata", HISTORY)},
        note=_("Each window is a location, and each unit is one. The description says the way; without town and postcode it also says the address."),
    ),
    Entity(
        "service_at_location",
        both=_words("id service_id location_id location"),
        kept=_words("contacts description service_areas phones schedules attributes"),
        not_here={**_of("metadata", HISTORY)},
        note=_("One for each window that does the service; without any, one for the unit. “shiliu” holds the minutes it takes there."),
    ),
    Entity(
        "address",
        both=_words("id location_id address_1 city state_province postal_code country address_type"),
        kept=_words("address_2 region attributes"),
        not_here={**_of("attention", PEOPLE), **_of("metadata", HISTORY)},
        note=_("Published where town, province and postcode are entered for the site. Of an import the first line is kept."),
    ),
    Entity(
        "schedule",
        both=_words("id location_id valid_from valid_to freq byday opens_at closes_at timezone"),
        out={**_of("notes", DERIVED)},
        kept=_words("service_id service_at_location_id dtstart until count wkst interval byweekno bymonthday byyearday description schedule_link attending_type attributes"),
        not_here={**_of("metadata", HISTORY)},
        note=_("Weekly hours; seasons as valid_from and valid_to of the season that runs or comes next. Days that differ stand in the notes. Visiting departments have a calendar of their own."),
    ),
    Entity(
        "phone",
        both=_words("id service_id organization_id location_id number type"),
        kept=_words("contact_id service_at_location_id extension description languages attributes"),
        not_here={**_of("metadata", HISTORY)},
    ),
    Entity(
        "language",
        both=_words("id service_id location_id code name"),
        kept=_words("phone_id note attributes"),
        not_here={**_of("metadata", HISTORY)},
    ),
    Entity(
        "accessibility",
        both=_words("id location_id description details"),
        kept=_words("url attributes"),
        not_here={**_of("metadata", HISTORY)},
        note=_("“details” holds our code; one that begins with “window.” belongs to the window, others to the service."),
    ),
    Entity(
        "cost_option",
        both=_words("id service_id option currency amount"),
        kept=_words("valid_from valid_to amount_description attributes"),
        not_here={**_of("metadata", HISTORY)},
        note=_("An amount of 0 says that it is free of charge."),
    ),
    Entity(
        "required_document",
        both=_words("id service_id document"),
        kept=_words("uri attributes"),
        not_here={**_of("metadata", HISTORY)},
        note=_("Only what is to be brought. Papers that an office already holds stand in “shiliu”."),
    ),
    Entity(
        "service_area",
        both=_words("id service_id name"),
        kept=_words("service_at_location_id description extent extent_type uri attributes"),
        not_here={**_of("metadata", HISTORY)},
        note=_("Taken in when it names a place that exists here."),
    ),
    Entity(
        "url",
        both=_words("id url service_id"),
        kept=_words("label organization_id attributes"),
        not_here={**_of("metadata", HISTORY)},
    ),
    Entity(
        "organization_identifier",
        both=_words("id organization_id identifier_type identifier"),
        kept=_words("identifier_scheme attributes"),
        not_here={**_of("metadata", HISTORY)},
        note=_("The code of the unit here, of the type “shiliu”."),
    ),
    Entity(
        "attribute",
        both=_words("id link_id link_entity link_type taxonomy_term_id taxonomy_term"),
        kept=_words("value label"),
        not_here={**_of("metadata", HISTORY)},
        note=OURS,
    ),
    Entity(
        "taxonomy",
        out={**_of("id name description uri", DERIVED)},
        kept=_words("version"),
        not_here={**_of("metadata", HISTORY)},
        note=_("Categories, times of life and kinds of units, which are entered here and not taken in."),
    ),
    Entity(
        "taxonomy_term",
        both=_words("id code name taxonomy taxonomy_id"),
        out={**_of("description language term_uri", DERIVED)},
        kept=_words("parent_id taxonomy_detail"),
        not_here={**_of("metadata", HISTORY)},
        note=OURS,
    ),
    Entity(
        "metadata",
        out={**_of("id resource_id resource_type last_action_date last_action_type field_name previous_value replacement_value updated_by", NOT_IN)},
        note=_("With a single service only, since it was last put before the public. “updated_by” names the unit, never a person."),
    ),
    Entity(
        "contact",
        kept=_words("id organization_id service_id service_at_location_id location_id title department phones attributes"),
        not_here={**_of("name email", PEOPLE), **_of("metadata", HISTORY)},
    ),
    Entity(
        "program",
        kept=_words("id organization_id name alternate_name description attributes"),
        not_here={**_of("metadata", HISTORY)},
    ),
    Entity(
        "funding",
        kept=_words("id organization_id service_id source attributes"),
        not_here={**_of("metadata", HISTORY)},
    ),
    Entity(
        "service_capacity",
        kept=_words("id service_id unit unit_id available maximum description updated"),
    ),
    Entity(
        "unit",
        kept=_words("id name scheme identifier uri attributes"),
        not_here={**_of("metadata", HISTORY)},
    ),
)  # fmt: skip
