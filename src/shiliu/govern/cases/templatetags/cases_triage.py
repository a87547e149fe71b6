"""What the page of a draft shows before it is published."""

from django import template

from shiliu.govern.cases.catalogue_flaws import flaws

register = template.Library()
register.simple_tag(flaws, name="draft_flaws")
