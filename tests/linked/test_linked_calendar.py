"""A calendar on a real Radicale and a real Xandikos, and another client that ticks off and moves things there."""

from __future__ import annotations

import http.server
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar

from routine.adapters.calendar_files import CalendarFiles
from routine.adapters.clock import SystemClock
from routine.adapters.ics_file import uid_of
from routine.core.events import Actor, Snoozed
from routine.core.ids import OccurrenceKey
from routine.errors import JournalError
from routine.wiring.app import App
from routine.wiring.asking import LookContext
from routine.wiring.calendar_link import open_link
from tests.linked.calendar_servers import PASSWORD, OtherClient, radicale, xandikos
from tests.linked.link_process import FullDisk, link_run
from tests.service.process import TOP, RealService, wait_for

_LOOKS_FOR_A_NETWORK = """
import sys, routine.wiring.daemon, routine.ui.cli.run
print({"http.client", "urllib.request", "routine.adapters.web.client"} & sys.modules.keys())
"""
_PLAN = """title = "Mine"
[[session]]
id = "morning"
title = "Morning; mobility, „ß“ 🙂"
practice = "stretching"
days = "daily"
at = "{at}"
steps = ["cat-cow"]
"""


@pytest.fixture(params=[radicale, xandikos])
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[OtherClient]:
    with request.param(tmp_path / "server") as found:
        yield found


@pytest.fixture
def person(tmp_path: Path) -> Iterator[RealService]:
    """With a session that comes once a day, an hour from now."""
    (tmp_path / "home").mkdir()
    service = RealService(tmp_path / "home", {"TZ": "UTC"}, in_terminal=True)
    service.plan(_PLAN.format(at=f"{soon():%H:%M}"))
    try:
        yield service
    finally:
        service.stop()


def soon() -> datetime:
    now = SystemClock().now()
    later = now + timedelta(hours=1)
    # at night the same day still has to hold it
    return later if later.date() == now.date() else now.replace(hour=23, minute=59)


def first_name(person: RealService) -> str:
    return f"{uid_of(person.json('today')['occurrences'][0]['id'])}.ics"


def link(person: RealService, url: str, *words: str, password: str = PASSWORD) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "routine", "link", "calendar", url, *words],
        env=person.environ,
        cwd=TOP,
        input=f"{password}\n",
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def linked(person: RealService, client: OtherClient, shown: str) -> None:
    done = link(person, client.url, "--as", shown)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "came back as it was" in done.stdout, "the set-up shows a round trip"


def looked(person: RealService) -> str:
    done = person.routine("link", "run", "--once")
    assert done.returncode == 0, done.stderr
    return done.stdout


def state(person: RealService) -> str:
    return str(person.json("today")["occurrences"][0]["state"])


@pytest.mark.parametrize(("shown", "kind"), [("see", "VEVENT"), ("tick", "VTODO")])
def test_fourteen_days_lie_there_each_dated_in_utc_and_by_itself(
    person: RealService, client: OtherClient, shown: str, kind: str
) -> None:
    linked(person, client, shown)
    texts = client.texts()
    assert len(texts) == 14
    days = set()
    for text in texts.values():
        assert text.count("BEGIN:V") == 3, "the calendar, the one session, its alarm"
        assert not [word for word in ("RRULE", "TZID", "METHOD") if word in text]
        (one,) = Calendar.from_ical(text).walk(kind)
        assert one["SUMMARY"] == "Morning; mobility, „ß“ 🙂"
        assert one.decoded("DTSTART").utcoffset() == timedelta()
        assert ("DTEND" if shown == "see" else "DUE") in one
        days.add(one.decoded("DTSTART").date())
    assert max(days) - min(days) == timedelta(days=13)


@pytest.mark.parametrize("above", [1, 2, 3])
def test_the_address_of_the_account_or_the_server_will_do(
    person: RealService, client: OtherClient, above: int
) -> None:
    """A calendar of its own is made there, where the server says that this person's calendars are."""
    own = client.url.partition(client.path)[0]
    parts = [part for part in client.path.split("/") if part][:-above]
    done = link(person, f"{own}/{'/'.join(parts)}{'/' if parts else ''}")
    assert done.returncode == 0, done.stderr
    assert len(client.names()) == 14


@pytest.mark.parametrize("shown", ["see", "tick"])
def test_a_look_that_finds_nothing_new_changes_nothing(
    person: RealService, client: OtherClient, shown: str
) -> None:
    linked(person, client, shown)
    before = client.etags()
    assert looked(person) == looked(person) == ""
    assert client.etags() == before
    (person.paths.state_dir / "calendar-progress.json").unlink()
    assert looked(person) == "", "also where it is no longer known what was written"
    assert client.etags() == before


def test_what_is_ticked_off_there_is_done_here_at_that_time(person: RealService, client: OtherClient) -> None:
    linked(person, client, "tick")
    at = SystemClock().now().astimezone(UTC) - timedelta(minutes=1)
    done = f"STATUS:COMPLETED\r\nCOMPLETED:{at:%Y%m%dT%H%M%SZ}\r\nPERCENT-COMPLETE:100"
    client.change(first_name(person), "STATUS:NEEDS-ACTION", done)
    looked(person)
    assert state(person) == "completed"
    (entry,) = [each for each in person.json("log")["entries"] if each["kind"] == "completed"]
    assert entry["by"] == "calendar"
    before = client.etags()
    looked(person)
    assert client.etags() == before
    assert person.kinds() == ["completed"], "once"


@pytest.mark.parametrize(("shown", "status"), [("tick", "NEEDS-ACTION"), ("see", "CONFIRMED")])
def test_what_is_cancelled_there_is_skipped_here(
    person: RealService, client: OtherClient, shown: str, status: str
) -> None:
    linked(person, client, shown)
    client.change(first_name(person), f"STATUS:{status}", "STATUS:CANCELLED")
    looked(person)
    assert state(person) == "skipped"


def test_what_is_answered_here_is_ticked_off_there(person: RealService, client: OtherClient) -> None:
    linked(person, client, "tick")
    assert person.routine("done", "--early", "Morning").returncode == 0
    looked(person)
    text = client.texts()[first_name(person)]
    assert "STATUS:COMPLETED" in text
    assert "\nCOMPLETED:2" in text
    assert person.routine("undo").returncode == 0
    looked(person)
    assert "STATUS:NEEDS-ACTION" in client.texts()[first_name(person)]
    assert person.kinds().count("completed") == 1, "what was only told there is no new answer"


def test_done_here_and_cancelled_there_without_knowing_is_done(person: RealService, client: OtherClient) -> None:
    linked(person, client, "tick")
    name = first_name(person)
    assert person.routine("done", "--early", "Morning").returncode == 0
    client.change(name, "STATUS:NEEDS-ACTION", "STATUS:CANCELLED")
    looked(person)
    assert state(person) == "completed"
    assert "STATUS:COMPLETED" in client.texts()[name]


def test_what_is_deleted_there_stays_away_and_is_no_answer(person: RealService, client: OtherClient) -> None:
    linked(person, client, "tick")
    name = first_name(person)
    client.delete(name)
    looked(person)
    looked(person)
    assert name not in client.names()
    assert state(person) == "upcoming"
    assert person.json("link", "status")["calendar"]["deleted"] == 1


def test_what_is_moved_there_is_put_back_and_no_answer(person: RealService, client: OtherClient) -> None:
    linked(person, client, "see")
    before = client.texts()[first_name(person)]
    client.change(first_name(person), r"DTSTART:\d{8}", "DTSTART:20310101")
    looked(person)
    starts = [line for line in before.splitlines() if line.startswith("DTSTART")]
    assert starts[0] in client.texts()[first_name(person)]
    assert state(person) == "upcoming"


def test_two_computers_that_name_it_otherwise_leave_what_stands_there(person: RealService, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = RealService(tmp_path / "other", {"TZ": "UTC"}, in_terminal=True)
    other.plan(_PLAN.format(at=f"{soon():%H:%M}"))
    with radicale(tmp_path / "server") as client:
        linked(person, client, "tick")
        assert link(other, client.url, "--as", "tick", "--plain").returncode == 0
        before = client.etags()
        for _ in range(2):
            assert (looked(other), looked(person)) == ("", ""), "neither writes over the other, for ever"
        assert client.etags() == before
        assert person.routine("skip", "--early", "Morning").returncode == 0
        looked(person)
        looked(other)
        assert "STATUS:CANCELLED" in client.texts()[first_name(person)]
        assert state(other) == "skipped", "and what is answered at one is answered at the other"


def test_a_mark_that_could_not_be_written_down_is_heard_at_the_next_look(
    person: RealService, tmp_path: Path
) -> None:
    with radicale(tmp_path / "server") as client:
        linked(person, client, "tick")
        client.change(first_name(person), "STATUS:NEEDS-ACTION", "STATUS:CANCELLED")
        files = CalendarFiles(person.paths.state_dir)
        settings = files.settings()
        assert settings
        with closing(FullDisk(person.environ)) as full:
            here, there = LookContext(full, SystemClock().now(), UTC), open_link(files, settings)
            with pytest.raises(JournalError):
                there.exchange(here, there.days(here, alarm=True))
        looked(person)
        assert state(person) == "skipped"
        assert "STATUS:CANCELLED" in client.texts()[first_name(person)]


def test_what_is_snoozed_there_is_snoozed_here_once(person: RealService, tmp_path: Path) -> None:
    now = SystemClock().now()
    with radicale(tmp_path / "server") as client:
        linked(person, client, "tick")
        with closing(App(person.environ)) as app:
            key = OccurrenceKey(person.json("today")["occurrences"][0]["id"])
            about = app.store(now).reminders[key].occurrence
            until = now + timedelta(hours=2)
            app.journal.append(lambda: [Snoozed(now, Actor.CLI, about, until=until)])
        snoozed = f"STATUS:NEEDS-ACTION\r\nX-MOZ-SNOOZE-TIME:{until.astimezone(UTC):%Y%m%dT%H%M%SZ}"
        client.change(first_name(person), "STATUS:NEEDS-ACTION", snoozed)
        looked(person)
        assert person.kinds().count("snoozed") == 1, "also where it is no longer known that it was read there"


KILLED = """
import http.client, os, runpy, sys
left = [int(sys.argv[1])]
def counted(owner, name):
    real = getattr(owner, name)
    def counting(*args, **more):
        if left[0] == 0:
            os.kill(os.getpid(), 9)
        left[0] -= 1
        return real(*args, **more)
    setattr(owner, name, counting)
counted(os, "replace")
counted(http.client.HTTPConnection, "getresponse")
sys.argv = ["routine", "link", "run", "--once"]
runpy.run_module("routine", run_name="__main__")
"""
"""Before each file is put in the place of another, and before each answer of the server is read."""


def test_killed_at_each_write_and_answer_of_the_server_it_loses_and_doubles_nothing(
    person: RealService, tmp_path: Path
) -> None:
    at, day = f"{soon():%H:%M}", f"{SystemClock().now():%a}".lower()
    names = [f"s{number}" for number in range(8)]
    one = 'title = "{0}"\npractice = "breathing"\ndays = ["{2}"]\nat = "{1}"\nsteps = ["box-breathing"]\n'
    sessions = "".join(f'[[session]]\nid = "{name}"\n' + one.format(name, at, day) for name in names)
    person.plan(f'title = "Mine"\nstarts = {SystemClock().now():%Y-%m-%d}\nweeks = 1\n{sessions}')
    killed = 0
    with radicale(tmp_path / "server") as client:
        linked(person, client, "tick")
        today = [each["id"] for each in person.json("today")["occurrences"]]
        for count, key in enumerate(today):
            client.change(f"{uid_of(key)}.ics", "STATUS:NEEDS-ACTION", "STATUS:CANCELLED")
            words = [sys.executable, "-c", KILLED, str(count)]
            done = subprocess.run(words, env=person.environ, cwd=TOP, capture_output=True, check=False)
            killed += done.returncode == -signal.SIGKILL
        looked(person)
        assert killed > 3
        assert {each["state"] for each in person.json("today")["occurrences"]} == {"skipped"}
        assert person.kinds().count("skipped") == len(names)
        before = client.etags()
        assert looked(person) == ""
        assert client.etags() == before


def test_what_somebody_else_keeps_there_is_left_alone(person: RealService, client: OtherClient) -> None:
    linked(person, client, "see")
    text = client.texts()[first_name(person)].replace(uid_of("x"), "y")
    theirs = "\r\n".join(line for line in text.splitlines() if not line.startswith("X-ROUTINE-KEY"))
    theirs = theirs.replace(f"UID:{first_name(person)[:-4]}", "UID:theirs") + "\r\n"
    status, _, _ = client.ask("PUT", client.path + "theirs.ics", theirs, Content_Type="text/calendar")
    assert status in {201, 204}
    looked(person)
    assert person.routine("link", "off").returncode == 0
    assert client.names() == ["theirs.ics"], "what routine put there goes, and nothing else"


def test_a_server_that_is_away_is_told_and_forgotten_once_it_is_back(person: RealService, tmp_path: Path) -> None:
    with radicale(tmp_path / "server") as client:
        linked(person, client, "see")
    assert "does not answer" in person.routine("link", "run", "--once").stdout
    assert "does not answer" in person.json("link", "status")["calendar"]["trouble"]
    assert person.routine("today").returncode == 0


def test_what_cannot_be_linked_is_said_and_nothing_is_kept(person: RealService, tmp_path: Path) -> None:
    with radicale(tmp_path / "server") as client:
        for url, password, code in [
            (client.url, "wrong", 69),
            (client.url.replace(f":{client.port}", ":1"), PASSWORD, 69),
            (client.url.replace("127.0.0.1", "example.org"), PASSWORD, 78),
            ("ftp://127.0.0.1/", PASSWORD, 78),
            ("calendar", PASSWORD, 78),
        ]:
            refused = link(person, url, password=password)
            assert refused.returncode == code, refused.stderr
            assert "Traceback" not in refused.stderr
            assert PASSWORD not in refused.stderr
    assert person.json("link", "status")["calendar"] is None
    assert person.routine("link", "run").returncode == 5


@pytest.mark.parametrize("status", [401, 403, 404, 409, 412, 429, 500, 503, 507, 302, 207, 200])
def test_whatever_a_server_answers_it_is_told_and_nothing_is_lost(
    person: RealService, tmp_path: Path, status: int
) -> None:
    with radicale(tmp_path / "server") as client, answering(status) as port:
        linked(person, client, "tick")
        settings = person.paths.state_dir / "calendar.json"
        real = settings.read_text("utf-8")
        settings.write_text(real.replace(f":{client.port}/", f":{port}/"), "utf-8")
        (person.paths.state_dir / "calendar-progress.json").unlink()
        done = person.routine("link", "run", "--once")
        assert done.returncode == 0
        assert "Traceback" not in done.stderr
        assert person.json("link", "status")["calendar"]["trouble"]
        assert state(person) == "upcoming"
        settings.write_text(real, "utf-8")
        before = client.etags()
        looked(person)
        assert client.etags() == before
        assert person.json("link", "status")["calendar"]["trouble"] is None


def test_a_calendar_that_was_emptied_as_a_whole_is_filled_again(person: RealService, client: OtherClient) -> None:
    linked(person, client, "see")
    for name in client.names():
        client.delete(name)
    looked(person)
    assert len(client.names()) == 14


def test_its_password_is_for_its_owner_alone(person: RealService, tmp_path: Path) -> None:
    with radicale(tmp_path / "server") as client:
        linked(person, client, "see")
    files = [file for file in person.paths.state_dir.iterdir() if file.is_file()]
    holding = [file for file in files if PASSWORD.encode() in file.read_bytes()]
    assert [file.stat().st_mode & 0o777 for file in holding] == [0o600]


@contextmanager
def answering(status: int) -> Iterator[int]:
    """A server that answers everything so; its port."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def answer(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length", "0")))
            self.send_response(status)
            self.send_header("Location", "http://example.org/")
            self.send_header("Retry-After", "60")
            self.end_headers()
            self.wfile.write(b"<multistatus>")

        do_GET = do_PUT = do_DELETE = do_PROPFIND = do_REPORT = answer  # noqa: N815 - so http.server calls them

        def log_message(self, *_: object) -> None:
            """Nobody reads it."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def test_beside_a_running_service_both_directions_go_by_themselves(person: RealService, tmp_path: Path) -> None:
    with radicale(tmp_path / "server") as client:
        linked(person, client, "tick")
        person.start()
        name = first_name(person)
        client.change(name, "STATUS:NEEDS-ACTION", "STATUS:CANCELLED")
        with link_run(person):
            wait_for(lambda: state(person) == "skipped", "the first look", 15)
            assert person.routine("done", "--early", "Morning").returncode == 0
            wait_for(lambda: "STATUS:COMPLETED" in client.texts()[name], "the answer to be there", 15)
            second = person.routine("link", "run")
            assert second.returncode == 75, "one at a time"


def test_nothing_of_a_network_is_in_the_service() -> None:
    found = subprocess.run(
        [
            sys.executable,
            "-c",
            _LOOKS_FOR_A_NETWORK,
        ],
        cwd=TOP,
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "set()"
