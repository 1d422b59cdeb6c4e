"""Tests of the notifiers: one contract for all, and what is peculiar to each."""

import pytest

# a claim that is not kept says what it saw
pytest.register_assert_rewrite("tests.adapters.notify.contract")
