"""Where a webhook may lead: the open internet and nothing inside the walls, in whatever clothes the address comes."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from hypothesis import given
from hypothesis import strategies as st

from shiliu.platform.webhooks import addresses
from shiliu.platform.workflow import NotPossible

INSIDE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255",
    "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:0a00:0001::1",
)  # fmt: skip


@pytest.mark.parametrize("address", INSIDE)
def test_nothing_inside_the_walls_is_reached(address):
    assert not addresses.may_reach(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8"])
def test_the_open_internet_is_reached(address):
    assert addresses.may_reach(address)


@given(st.ip_addresses(v=4).filter(lambda one: not one.is_global))
def test_no_private_address_gets_through_as_another_kind_either(address):
    for dressed in (str(address), f"::ffff:{address}", f"64:ff9b::{address}"):
        assert not addresses.may_reach(dressed)


def test_a_setting_opens_one_network_and_no_other(settings):
    settings.WEBHOOK_NETWORKS = ["10.20.0.0/16"]
    assert addresses.may_reach("10.20.3.4") and addresses.may_reach("::ffff:10.20.3.4")
    assert not addresses.may_reach("10.21.3.4")
    settings.WEBHOOK_NETWORKS = ["10.20.0.5/16"]
    with pytest.raises(ImproperlyConfigured, match="SHILIU_WEBHOOK_NETWORKS"):
        addresses.own_networks()


@pytest.mark.parametrize(
    "url",
    ["", "app.example", "ftp://app.example/", "http://app.example/", "https://", "https://app.example:99999/", "https://a b.example/",
     "https://user:word@app.example/", "https://app.example/#top", "https://127.0.0.1/", "https://[::1]/", "https://localhost/",
     "https://[::1", "https://应用.example/", "https://app.example/" + "x" * 500],
)  # fmt: skip
def test_an_address_that_cannot_be_right_is_refused_beside_its_field(url):
    with pytest.raises(NotPossible) as problem:
        addresses.checked(url)
    assert list(problem.value.fields) == ["url"]


def test_a_good_address_is_kept_as_it_is():
    assert addresses.checked(" https://app.example:8443/in?key=1 ") == "https://app.example:8443/in?key=1"
