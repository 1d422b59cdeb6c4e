"""A practice publishes and a client follows; twenty plans that nobody should have to live with are refused."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from routine.adapters.paths import Paths, find
from tests.linked.web_server import WebFolder, own_certificate, served
from tests.service.process import TOP, RealService, wait_for
from tests.ui.home import share_what_was_read

_PLAN = """title = "Praxis Weber"
weeks = 4
[[session]]
id = "morning"
title = "Morning"
practice = "stretching"
days = "daily"
at = "07:30"
steps = ["cat-cow", { say = "Breathe." }]
"""
_ONE = 'practice = "stretching"\ndays = "daily"\nsteps = ["cat-cow"]\n'


class Person:
    """Somebody with a home of their own."""

    def __init__(self, home: Path) -> None:
        home.mkdir()
        self.environ = {
            "PATH": os.environ.get("PATH", ""),
            "HOME": str(home),
            "LANG": "C.UTF-8",
            "NO_COLOR": "1",
            "ROUTINE_HOME": str(home / "routine"),
            "ROUTINE_WELCOME": "false",
        }
        self.paths: Paths = find(self.environ)
        self.paths.plans_dir.mkdir(parents=True)
        share_what_was_read(self.paths.cache_dir)

    def routine(self, *words: str, **more: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "routine", *words],
            env={**self.environ, **more},
            cwd=TOP,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    def plans(self) -> dict[str, str]:
        return {file.stem: file.read_text("utf-8") for file in self.paths.plans_dir.glob("*.toml")}


class Practice(Person):
    """Publishes one plan into a folder that is served."""

    def __init__(self, home: Path, web: WebFolder) -> None:
        super().__init__(home)
        self.web = web

    def publish(self, text: str) -> None:
        (self.paths.plans_dir / "weber.toml").write_text(text, "utf-8")
        done = self.routine("plans", "publish", "weber", str(self.web.folder), "--url", self.web.url)
        assert done.returncode == 0, done.stderr

    @property
    def url(self) -> str:
        return f"{self.web.url}/weber.toml"


@pytest.fixture
def web(tmp_path: Path) -> Iterator[WebFolder]:
    with served(tmp_path / "web") as found:
        yield found


@pytest.fixture
def practice(tmp_path: Path, web: WebFolder) -> Practice:
    found = Practice(tmp_path / "practice", web)
    found.publish(_PLAN)
    return found


@pytest.fixture
def client(tmp_path: Path) -> Person:
    return Person(tmp_path / "client")


def followed(client: Person, url: str) -> None:
    done = client.routine("plans", "follow", url, "--yes")
    assert done.returncode == 0, done.stderr


def test_what_a_practice_publishes_becomes_a_plan_of_ones_own(practice: Practice, client: Person) -> None:
    done = client.routine("plans", "follow", practice.url, "--yes")
    assert done.returncode == 0, done.stderr
    assert "signed" in done.stdout
    assert "07:30" in done.stdout, "what it asks is shown"
    assert "Praxis Weber" in client.plans()["weber"]
    assert "starts = " in client.plans()["weber"], "its weeks are counted from today"
    assert client.routine("check").returncode == 0
    again = client.routine("plans", "follow", "--now")
    assert again.returncode == 0
    assert "nothing new" in again.stdout


def test_without_anybody_to_say_yes_nothing_is_taken(practice: Practice, client: Person) -> None:
    done = client.routine("plans", "follow", practice.url)
    assert done.returncode != 0
    assert client.plans() == {}
    followed(client, practice.url)
    before = client.plans()
    practice.publish(_PLAN.replace("07:30", "08:00"))
    later = client.routine("plans", "follow", "--now")
    assert "waits" in later.stdout
    assert client.plans() == before
    assert client.routine("plans", "follow", "--now", "--yes").returncode == 0
    assert "08:00" in client.plans()["weber"]


@pytest.mark.parametrize(
    ("before", "after", "follows"),
    [
        ("Breathe.", "Breathe out slowly.", True),
        ('title = "Morning"', 'title = "In the morning"', True),
        ("07:30", "06:30", False),
        ('"daily"', '"weekdays"', False),
        ("weeks = 4", "weeks = 6", False),
        ('"cat-cow"', '"cat-cow", "bird-dog"', False),
        ('"cat-cow"', '{ exercise = "cat-cow", reps = 30 }', False),
        ("[[session]]", '[remind]\nagain_after = "20m"\n[[session]]', False),
    ],
)
def test_words_follow_by_themselves_times_and_exercises_wait(
    practice: Practice, client: Person, before: str, after: str, follows: bool
) -> None:
    followed(client, practice.url)
    practice.publish(_PLAN.replace(before, after))
    assert client.routine("plans", "follow", "--now").returncode == 0
    assert (after.splitlines()[0] in client.plans()["weber"]) is follows


def test_what_was_changed_here_is_not_written_over_unseen(practice: Practice, client: Person) -> None:
    followed(client, practice.url)
    file = client.paths.plans_dir / "weber.toml"
    file.write_text(file.read_text("utf-8").replace("07:30", "09:15"), "utf-8")
    practice.publish(_PLAN.replace("Breathe.", "Breathe out."))
    client.routine("plans", "follow", "--now")
    assert "09:15" in client.plans()["weber"]


def test_after_the_first_time_only_the_same_key_counts(practice: Practice, client: Person, tmp_path: Path) -> None:
    followed(client, practice.url)
    before = client.plans()
    other = Practice(tmp_path / "other", practice.web)
    other.publish(_PLAN.replace("Breathe.", "Call this number."))
    refused = client.routine("plans", "follow", "--now", "--yes")
    assert refused.returncode == 78
    (practice.web.folder / "weber.toml.minisig").unlink()
    assert client.routine("plans", "follow", "--now", "--yes").returncode == 78, "nor none at all"
    assert client.routine("plans", "follow", practice.url, "--yes").returncode == 78, "nor as if it were new"
    assert client.plans() == before


def test_what_was_signed_before_is_not_taken_after(practice: Practice, client: Person) -> None:
    files = {file: file.read_bytes() for file in practice.web.folder.iterdir()}
    time.sleep(1.1)  # a signature counts seconds
    practice.publish(_PLAN.replace("Breathe.", "Breathe out."))
    followed(client, practice.url)
    for file, content in files.items():
        file.write_bytes(content)
    assert client.routine("plans", "follow", "--now", "--yes").returncode == 78
    assert "Breathe out." in client.plans()["weber"]


def test_a_key_in_the_address_is_the_one_that_counts(practice: Practice, client: Person, tmp_path: Path) -> None:
    key = (practice.web.folder / "minisign.pub").read_text("ascii").splitlines()[1]
    other = Practice(tmp_path / "other", practice.web)
    other.publish(_PLAN)
    assert client.routine("plans", "follow", f"{practice.url}#{key}", "--yes").returncode == 78
    practice.publish(_PLAN)
    followed(client, f"{practice.url}#{key}")


def test_a_plan_without_a_signature_is_taken_by_a_yes_each_time(web: WebFolder, client: Person) -> None:
    (web.folder / "plain.toml").write_text(_PLAN, "utf-8")
    done = client.routine("plans", "follow", f"{web.url}/plain.toml", "--yes")
    assert done.returncode == 0, done.stderr
    assert "without a signature" in done.stdout
    (web.folder / "plain.toml").write_text(_PLAN.replace("Breathe.", "Pay."), "utf-8")
    assert "waits" in client.routine("plans", "follow", "--now").stdout
    assert "Pay." not in client.plans()["plain"]


_HOSTILE = {
    "always": "[remind]\nalways = true\n",
    "always in a session": f'[[session]]\ntitle = "A"\nat = "09:00"\n{_ONE}remind = {{ always = true }}\n',
    "sets quiet hours": "[remind]\nquiet = []\n",
    "quiet hours of its own": '[remind]\nquiet = ["10:00-10:01"]\n',
    "asks again at once": '[remind]\nagain_after = "1m"\n',
    "asks again at once in a session": (
        f'[[session]]\ntitle = "A"\nat = "09:00"\n{_ONE}remind = {{ again_after = "5m" }}\n'
    ),
    "never gives up": '[remind]\ngive_up_after = "24h"\n',
    "never gives up holding": '[remind]\nhold_at_most = "24h"\n',
    "snoozes for a minute": '[remind]\nsnooze = "1m"\n',
    "every minute": f'[[session]]\ntitle = "A"\nevery = "1m"\nbetween = "00:00-23:59"\n{_ONE}',
    "every quarter of an hour": f'[[session]]\ntitle = "A"\nevery = "15m"\nbetween = "09:00-10:00"\n{_ONE}',
    "times a minute apart": f'[[session]]\ntitle = "A"\nat = ["09:00", "09:01"]\n{_ONE}',
    "thirteen a day": f'[[session]]\ntitle = "A"\nevery = "60m"\nbetween = "08:00-21:00"\n{_ONE}',
    "thirteen a day by many sessions": "".join(
        f'[[session]]\ntitle = "S{hour}"\nat = "{hour:02}:00"\n{_ONE}' for hour in range(6, 19)
    ),
    "thirteen a day in week 300": "".join(
        f'[[session]]\ntitle = "S{hour}"\nat = "{hour:02}:00"\nweeks = "300-"\n{_ONE}' for hour in range(6, 19)
    ),
    "thirteen with those before": (
        "".join(f'[[session]]\ntitle = "S{hour}"\nat = "{hour:02}:00"\n{_ONE}' for hour in range(8, 15))
        + '[remind]\nbefore = "10m"\n'
    ),
    "three hours a day": (
        '[[session]]\ntitle = "A"\nat = "09:00"\ndays = "daily"\npractice = "stretching"\nrounds = 9\n'
        'steps = [{ exercise = "cat-cow", for = "20m" }]\n'
    ),
    "a supplement": '[[supplement]]\nname = "Magnesium"\nagreed_with = "Dr. Weber"\nat = "08:00"\n',
    "a picture": (
        '[exercise.own]\ntitle = "Own"\ncues = "Do it."\npicture = "../../secret.png"\nfor = "1m"\n'
        '[[session]]\ntitle = "A"\nat = "09:00"\npractice = "stretching"\ndays = "daily"\nsteps = ["own"]\n'
    ),
    "nothing to do": "",
    "no plan at all": "<html>Sign in</html>",
    "half a plan": 'title = "A"\n[[session]\n',
    "letters that are none": "\x00\x01",
}


@pytest.mark.parametrize("name", _HOSTILE)
def test_a_hostile_plan_is_refused_and_leaves_nothing(name: str, web: WebFolder, client: Person) -> None:
    more = _HOSTILE[name]
    base = 'title = "Praxis"\n' if name not in {"no plan at all", "half a plan"} else ""
    session = f'[[session]]\ntitle = "M"\nat = "07:30"\n{_ONE}' if more.startswith(("[remind]", "[[supp")) else ""
    (web.folder / "bad.toml").write_text(base + more + session, "utf-8")
    refused = client.routine("plans", "follow", f"{web.url}/bad.toml", "--yes")
    assert refused.returncode == 78, refused.stdout + refused.stderr
    assert "Traceback" not in refused.stderr
    assert client.plans() == {}


def test_a_server_that_misbehaves_is_refused(web: WebFolder, client: Person) -> None:
    large = _PLAN.encode() + b"#" + b"x" * 300_000
    for path, said in {
        "/large.toml": (200, {}, large),
        "/away.toml": (503, {}, b""),
        "/gone.toml": (410, {}, b""),
        "/elsewhere.toml": (302, {"Location": "http://localhost:1/plan.toml"}, b""),
        "/plain.toml": (302, {"Location": "http://example.org/plan.toml"}, b""),
        "/round.toml": (302, {"Location": "/round.toml"}, b""),
    }.items():
        web.otherwise = lambda asked, path=path, said=said: said if asked == path else None  # type: ignore[misc] # bound
        refused = client.routine("plans", "follow", web.url + path, "--yes")
        assert refused.returncode in {69, 78}, path
        assert "Traceback" not in refused.stderr
    for url in ("http://example.org/plan.toml", "file:///etc/passwd", "plan.toml", "https://"):
        assert client.routine("plans", "follow", url, "--yes").returncode == 78, url
    assert client.plans() == {}


def test_a_certificate_has_to_be_known(tmp_path: Path, client: Person) -> None:
    certificate = own_certificate(tmp_path)
    with served(tmp_path / "web", certificate) as web:
        (web.folder / "plan.toml").write_text(_PLAN, "utf-8")
        refused = client.routine("plans", "follow", f"{web.url}/plan.toml", "--yes")
        assert refused.returncode == 69, refused.stderr
        assert client.plans() == {}
        issuer = str(tmp_path / "certificate.pem")
        taken = client.routine("plans", "follow", f"{web.url}/plan.toml", "--yes", SSL_CERT_FILE=issuer)
        assert taken.returncode == 0, taken.stderr


def test_no_plan_that_is_there_is_written_over(practice: Practice, client: Person) -> None:
    mine = _PLAN.replace("Praxis Weber", "Mine")
    (client.paths.plans_dir / "weber.toml").write_text(mine, "utf-8")
    followed(client, practice.url)
    assert client.plans()["weber"] == mine
    assert len(client.plans()) == 2


def test_once_a_day_the_process_of_what_is_linked_looks(practice: Practice, client: Person) -> None:
    followed(client, practice.url)
    practice.publish(_PLAN.replace("Breathe.", "Breathe out."))
    assert client.routine("link", "run", "--once").returncode == 0
    assert "Breathe out." not in client.plans()["weber"], "it was looked at today"
    file = client.paths.state_dir / "followed.json"
    file.write_text(re.sub(r'"looked":"20\d\d', '"looked":"2020', file.read_text("utf-8")), "utf-8")
    assert client.routine("link", "run", "--once").returncode == 0
    assert "Breathe out." in client.plans()["weber"]
    practice.publish(_PLAN.replace("07:30", "05:00"))
    file.write_text(re.sub(r'"looked":"20\d\d', '"looked":"2020', file.read_text("utf-8")), "utf-8")
    assert client.routine("link", "run", "--once").returncode == 0
    assert "05:00" not in client.plans()["weber"]
    assert "change waits" in client.routine("link", "status").stdout
    with RealService(Path(client.environ["HOME"])) as service:
        wait_for(lambda: service.has_said("A word from routine"), "a card")
        assert any("weber" in line and "follow --now" in line for line in service.said)
