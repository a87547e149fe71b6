"""Addresses everyone may know; those of the office are in office_urls."""

urlpatterns: list = []
