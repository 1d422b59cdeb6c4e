"""Whose program is at the other end, by what the system says and by a real connection."""

from __future__ import annotations

import os
import socket
from contextlib import closing

from routine.adapters.peer_uid import is_somebody_elses, owner_in, owner_of
from tests.needs import only_on_linux

TABLE = """  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1388 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 1 1 0 100 0 0 10 0
   1: 0100007F:9C40 0100007F:1388 01 00000000:00000000 00:00000000 00000000  1001        0 2 1 0 20 4 30 10 -1
   2: 0100007F:1388 0100007F:9C40 01 00000000:00000000 00:00000000 00000000  1000        0 3 1 0 20 4 30 10 -1
"""


def test_the_user_is_that_of_the_end_that_connects() -> None:
    assert owner_in(TABLE, 40000, 5000) == 1001
    assert owner_in(TABLE, 5000, 40000) == 1000


def test_what_is_not_listed_is_not_known() -> None:
    assert owner_in(TABLE, 40001, 5000) is None
    assert owner_in("", 40000, 5000) is None
    assert owner_in("  sl\n  short line\n", 40000, 5000) is None


@only_on_linux
def test_a_connection_of_our_own_is_ours() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        port = server.getsockname()[1]
        with closing(socket.create_connection(("127.0.0.1", port))) as client:
            assert owner_of(client.getsockname()[1], port) == os.getuid()
            assert not is_somebody_elses(client.getsockname()[1], port)
