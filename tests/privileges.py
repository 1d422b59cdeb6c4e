"""Knows which tests need another user, and why they are left out where nobody may become one."""

from __future__ import annotations

import os

import pytest

IS_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0

# setuid(2) and chown(2) to another user are refused to all but root. CI is root, and leaves none of them out.
needs_another_user = pytest.mark.skipif(not IS_ROOT, reason="only root can be, or give to, somebody else")
