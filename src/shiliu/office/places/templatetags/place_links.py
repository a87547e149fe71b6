"""`{{ area|page }}`: the public page of a place."""

from django import template

from shiliu.office.places.addresses import address_of

register = template.Library()
register.filter("page", address_of)
