"""Knows when a shell would run something else than the service does, and what it is told of it."""

from __future__ import annotations

from msgspec.structs import replace

from routine.service.requests.comparison import Difference, differences, variables_that_differ
from routine.service.requests.setup import Setup, variables

SERVICE = Setup("1.0", {"ROUTINE_CLOCK": "12"}, "Europe/Berlin", "/home/ada/plans", {"back": "d1"})


def test_the_same_differs_in_nothing() -> None:
    assert differences(SERVICE, SERVICE) == ()


def test_each_difference_is_found_and_named_as_the_key_it_is_told_under() -> None:
    assert differences(replace(SERVICE, version="2.0"), SERVICE) == (Difference.VERSION,)
    assert differences(replace(SERVICE, zone="UTC"), SERVICE) == (Difference.ZONE,)
    assert differences(replace(SERVICE, plans={"back": "d2"}), SERVICE) == (Difference.PLANS,)
    assert differences(replace(SERVICE, environment={}), SERVICE) == (Difference.ENVIRONMENT,)
    assert [difference.value for difference in Difference] == [
        "version",
        "plans_folder",
        "zone",
        "plans",
        "environment",
    ]


def test_plans_of_another_folder_are_one_difference() -> None:
    elsewhere = replace(SERVICE, plans_folder="/mnt/plans", plans={})
    assert differences(elsewhere, SERVICE) == (Difference.PLANS_FOLDER,)


def test_what_was_not_looked_at_differs_from_nothing() -> None:
    lean = Setup("1.0", {"ROUTINE_CLOCK": "12"})
    assert differences(lean, SERVICE) == ()
    assert differences(SERVICE, lean) == ()


def test_only_variables_of_ours_count_and_where_everything_is_is_none_of_them() -> None:
    environ = {"HOME": "/home/ada", "ROUTINE_HOME": "/x", "ROUTINE_CLOCK": "12", "ROUTINE_GUIDE": "", "TZ": "UTC"}
    assert variables(environ) == {"ROUTINE_CLOCK": "12"}


def test_the_variables_that_differ_are_named() -> None:
    shell = replace(SERVICE, environment={"ROUTINE_CLOCK": "24", "ROUTINE_GUIDE": "page"})
    assert variables_that_differ(shell, SERVICE) == ("ROUTINE_CLOCK", "ROUTINE_GUIDE")
    assert variables_that_differ(SERVICE, SERVICE) == ()
