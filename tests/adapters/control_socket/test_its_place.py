"""Knows where the socket is, who may see it, and what becomes of it with the service."""

from __future__ import annotations

import os
import shutil
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from routine.adapters.control_socket.client import ask
from routine.errors import NoService
from tests.adapters.control_socket.conftest import Served
from tests.needs import needs_another_user


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Served]:
    """A service whose folder has a longer name than a socket may have."""
    service = Served(tmp_path / ("x" * 100) / "run", {"XDG_RUNTIME_DIR": str(short(tmp_path))})
    yield service
    service.end()
    shutil.rmtree(short(tmp_path), ignore_errors=True)


def short(tmp_path: Path) -> Path:
    """As the system's own runtime folder."""
    folder = Path("/tmp") / f"rt-{os.getpid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def test_only_its_owner_may_see_it(tmp_path: Path) -> None:
    service = Served(tmp_path / "run")
    service.path.parent.chmod(0o755)
    service.start()
    assert mode(service.path) == 0o600
    assert mode(service.path.parent) == 0o700
    service.end()


def test_it_goes_with_the_service(served: Served) -> None:
    assert served.ask(b"hello") == b"hello"
    served.end()
    assert list(served.path.parent.iterdir()) == [served.lock_file]
    with pytest.raises(NoService):
        served.ask(b"hello")


def test_what_a_killed_service_left_behind_is_replaced(served: Served) -> None:
    served.end(kill=True)
    assert served.path.is_socket()
    with pytest.raises(NoService):
        served.ask(b"hello")
    served.start()
    assert served.ask(b"hello") == b"hello"


def test_a_second_service_takes_nothing_from_the_first(served: Served) -> None:
    first = served.ask(b"pid")
    second = served.launch()
    said = second.communicate(timeout=20)[0]
    assert second.returncode
    assert "AlreadyRunning" in said
    assert served.ask(b"pid") == first


def test_nor_does_one_that_found_no_lock(served: Served) -> None:
    first = served.ask(b"pid")
    served.lock_file.unlink()
    second = served.launch()
    assert "Another service answers" in second.communicate(timeout=20)[0]
    assert served.ask(b"pid") == first


def test_the_first_leaves_the_second_its_socket_where_somebody_removed_both_files(served: Served) -> None:
    first = served.process
    assert first
    served.lock_file.unlink()
    served.path.unlink()
    served.start()
    first.terminate()
    first.communicate(timeout=20)
    assert served.process
    assert served.number(b"pid") == served.process.pid


def test_a_file_in_the_way_is_left_alone(tmp_path: Path) -> None:
    service = Served(tmp_path / "run")
    service.path.write_text("mine")
    assert "is not a socket" in service.launch().communicate(timeout=20)[0]
    assert service.path.read_text() == "mine"


@needs_another_user
def test_a_folder_of_somebody_else_is_not_trusted(tmp_path: Path) -> None:
    service = Served(tmp_path / "run")
    os.chown(service.path.parent, 65534, 65534)
    assert "is not yours alone" in service.launch().communicate(timeout=20)[0]
    assert not service.path.exists()


@needs_another_user
def test_nobody_trusts_a_socket_of_somebody_else(tmp_path: Path) -> None:
    path = tmp_path / "control"
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(path))
        reading, writing = os.pipe()
        if (child := os.fork()) == 0:
            os.setuid(65534)
            listening.listen()  # who listens is who answers
            os.write(writing, b".")
            client, _ = listening.accept()
            os.write(writing, client.recv(100) or b"nothing")
            os._exit(0)
        os.read(reading, 1)
        with pytest.raises(NoService):
            ask(path, b"a secret")
        assert os.read(reading, 100) == b"nothing"
        os.waitpid(child, 0)


def test_a_path_too_long_for_a_socket_is_served_at_a_short_one(far: Served, tmp_path: Path) -> None:
    far.start()
    assert far.ask(b"hello") == b"hello"
    note = far.path.with_name("control.path")
    address = Path(note.read_text().strip())
    assert mode(note) == 0o600
    assert address.is_relative_to(short(tmp_path))
    assert mode(address) == 0o600
    assert mode(address.parent) == 0o700
    far.end()
    assert not note.exists()
    assert not address.parent.exists()
    with pytest.raises(NoService):
        far.ask(b"hello")


def test_the_short_one_is_found_again_after_a_kill(far: Served) -> None:
    far.start()
    note = far.path.with_name("control.path").read_text()
    far.end(kill=True)
    far.start()
    assert far.path.with_name("control.path").read_text() == note
    assert far.ask(b"hello") == b"hello"


def test_without_a_runtime_folder_it_is_among_the_temporary_files(far: Served) -> None:
    far.environ["XDG_RUNTIME_DIR"] = str(far.path.parent)
    far.start()
    assert Path(far.path.with_name("control.path").read_text()).is_relative_to("/tmp")
    assert far.ask(b"hello") == b"hello"


@pytest.mark.parametrize("noted", ["", "relative", "/tmp/nobody/listens", "/" + "x" * 300, "\0", "/a\0b"])
def test_a_note_that_leads_nowhere_is_nobody(far: Served, noted: str) -> None:
    far.path.with_name("control.path").write_text(noted)
    with pytest.raises(NoService):
        far.ask(b"hello")
