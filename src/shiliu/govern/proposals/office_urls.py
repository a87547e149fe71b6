"""Addresses of the office, below /office/."""

urlpatterns: list = []
