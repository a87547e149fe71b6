"""What every address of the site ends with: an HSDS address asks for a town, a province and a postcode, which nobody enters by window."""

from django.db import models


class Directory(models.Model):
    """One row. While it is not there, addresses are published in the description of a place."""

    city = models.CharField(max_length=60)
    state_province = models.CharField(max_length=60)
    postal_code = models.CharField(max_length=12)
    country = models.CharField(max_length=2, default="CN")

    def __str__(self):
        return f"{self.postal_code} {self.city}"
