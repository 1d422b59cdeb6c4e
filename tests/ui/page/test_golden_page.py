"""What the page answers to each of its addresses, of homes somebody has lived in, and a session frame by frame."""

from __future__ import annotations

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from routine.core.ids import OccurrenceKey
from tests.golden import expect_golden, expect_golden_json
from tests.ui.home import TOP, Home
from tests.ui.lived_homes import lived_home
from tests.ui.page.asking import AskedPage

SECOND = timedelta(seconds=1)
MORNING, NOON, CALM, DESK = (
    f"mine/{name}@2026-03-04T{at}"
    for name, at in (("morning", "07:30"), ("noon", "12:00"), ("calm", "21:00"), ("desk", "11:55"))
)
OF_EACH_HOME = {
    "fresh": ("today", "week", "plans", "help"),
    "week": ("today", "week", "plans", f"session/{MORNING}", f"session/{CALM}", "plans/mine"),
    "under_way": ("today",),
    "broken": ("today", "plans", "plans/broken"),
    "locked": ("today", f"session/{MORNING}"),
    "advised": ("today",),
}
OF_ALL_PEOPLE = (
    "library?practice=breathing",
    "library?practice=pilates&level=1&minutes=10",
    "library/choices",
    "library/sequence/desk-1",
    "library/exercise/cat-cow",
    "library/exercise/cat-caw",
    "therapies",
    "therapies/acupuncture",
    "help/leave-out?tags=avoid-flexion,avoid-rotation",
    "session/mine/none@2026-03-04T12:00",
    "nowhere",
)
DAY: tuple[tuple[str, dict[str, Any]], ...] = (
    (f"answer/{NOON}", {"answer": "snooze", "length": "10m"}),
    (f"answer/{NOON}", {"answer": "snooze", "length": "11m"}),
    (f"answer/{NOON}", {"answer": "skip"}),
    (f"answer/{NOON}", {"answer": "done", "at": "12:05"}),
    (f"answer/{NOON}", {"answer": "done", "at": "13:05"}),
    (f"answer/{CALM}", {"answer": "excuse", "why": "a concert"}),
    (f"answer/{CALM}", {"answer": "applaud"}),
    ("pause", {"until": "18:00"}),
    ("pause", {"until": "tomorrow"}),
    ("resume", {}),
    ("resume", {}),
    (f"session/{MORNING}/start", {}),
    (f"session/{MORNING}/press", {"press": "pause"}),
    (f"session/{MORNING}/press", {"press": "stop"}),
    (f"session/{MORNING}/press", {"press": "next"}),
    (f"session/{MORNING}/feel", {"answer": "same", "score": 6, "note": "stiff"}),
    (f"session/{MORNING}/feel", {"answer": "splendid"}),
    ("anytime", {"name": "mine/calm"}),
    ("help/answer", {"part": "A", "answer": "none"}),
    ("help/answer", {"part": "B", "answer": "yes", "signs": [2]}),
    ("help/answer", {"part": "C", "answer": "yes"}),
    ("help/clear", {"day": "2026-03-04"}),
    ("help/clear", {"day": "soon"}),
    ("plans", {"title": "My evening"}),
    ("plans", {"title": "My evening"}),
    ("plans/yoga-for-the-back/use", {}),
    ("plans/flare-up-week/use", {}),
    ("plans/mine/check", {"text": 'title = "Mine"\n[[session]]\ntitle = "Morning"\n'}),
    ("plans/mine/save", {"text": 'title = "Mine"\n', "seen": "something else"}),
)
"""What somebody says on the page in the course of a minute."""


def impersonal(home: Home, told: Any) -> Any:
    text = json.dumps(told, ensure_ascii=False)
    return json.loads(text.replace(str(home.folder), "/home/somebody").replace(str(TOP), "/opt/routine"))


def file_of(address: str) -> str:
    """`session/mine/morning@2026-03-04T07:30` is session-mine-morning."""
    path = address.partition("@")[0]
    return "-".join(part for part in "".join(c if c.isalnum() else " " for c in path).split())


async def asked(home: Home, *lines: tuple[str, dict[str, Any] | None]) -> list[Any]:
    page = AskedPage(home)
    try:
        found = [await page.ask(f"{'GET' if body is None else 'POST'} /api/{path}", body) for path, body in lines]
    finally:
        page.state.stop()
    return list(impersonal(home, found))


@pytest.mark.parametrize("name", OF_EACH_HOME)
def test_what_each_view_is_told(tmp_path: Path, name: str) -> None:
    home = lived_home(name, tmp_path)
    told = asyncio.run(asked(home, *((path, None) for path in OF_EACH_HOME[name])))
    for path, answer in zip(OF_EACH_HOME[name], told, strict=True):
        expect_golden_json(f"page/{name}/{file_of(path)}.json", answer)


@pytest.mark.parametrize("path", OF_ALL_PEOPLE)
def test_what_each_view_tells_everybody(tmp_path: Path, path: str) -> None:
    (told,) = asyncio.run(asked(lived_home("fresh", tmp_path), (path, None)))
    expect_golden_json(f"page/everybody/{file_of(path)}.json", told)


@pytest.mark.parametrize("name", ["week", "locked"])
def test_what_is_answered_to_what_somebody_says(tmp_path: Path, name: str) -> None:
    home = lived_home(name, tmp_path)
    before = len(home.journal())
    told = asyncio.run(asked(home, *DAY))
    rows = [f"{row.kind} {row.key} by {row.by}" for row in home.journal()[before:]]
    expect_golden_json(f"page/{name}/answers.json", {"answers": told, "journal": rows})


@pytest.mark.parametrize("address", ["/", "/session/x", "/nowhere", "/open?key=old"])
def test_the_document_around_a_view(tmp_path: Path, address: str) -> None:
    async def story() -> dict[str, Any]:
        page = AskedPage(lived_home("fresh", tmp_path))
        return await page.ask(f"GET {address}")

    told = asyncio.run(story())
    text = str(told["answer"]).partition("<body")[2] if address != "/open?key=old" else str(told["answer"])
    expect_golden(f"page/documents/{file_of(address) or 'today'}.html", f"{told['status']}\n<body{text}")


def test_a_session_from_the_first_frame_to_the_last(tmp_path: Path) -> None:
    """Each moment that differs in more than its seconds; in the second step somebody pauses and goes back."""

    async def story() -> list[Any]:
        page = AskedPage(lived_home("week", tmp_path))
        session = page.state.session(OccurrenceKey(MORNING))
        frames: list[Any] = [{"at": 0, "frame": session.frame_json()}]
        await page.ask(f"POST /api/session/{MORNING}/start", {})
        presses = {70: "pause", 80: "resume", 90: "back", 95: "next"}
        for second in range(1, 260):
            if second in presses:
                await page.ask(f"POST /api/session/{MORNING}/press", {"press": presses[second]})
            session.tick()
            frame = session.frame_json()
            if without_seconds(frame) != without_seconds(frames[-1]["frame"]):
                frames.append({"at": second, "frame": frame})
            page.pass_(SECOND)
        await page.ask(f"POST /api/session/{MORNING}/feel", {"answer": "easier", "score": 2})
        frames.append({"at": 260, "frame": session.frame_json()})
        page.state.stop()
        return frames

    expect_golden_json("page/session_frames.json", asyncio.run(story()))


def without_seconds(frame: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in frame.items() if name not in {"elapsed", "inAll", "progress"}}
