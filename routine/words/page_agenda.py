"""Knows the labels of the page's agenda views, by name; must not know where they stand."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

LABELS: Mapping[str, str] = MappingProxyType({})
