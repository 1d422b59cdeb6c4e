"""What `init` and `plans use` ask and say alike of a plan that becomes one's own."""

from __future__ import annotations

from datetime import time

from routine.core.time_input import parse_time_of_day
from routine.core.time_words import time_in_words
from routine.presentation import init_questions as words
from routine.ui.console.output import dim, echo, good, warn
from routine.ui.console.prompts import paragraph
from routine.wiring.app import App
from routine.wiring.fitting_plans import suits_badly
from routine.wiring.shipped_plans import Shipped, write_plan_files


def first_sentence(about: str) -> str:
    first, stop, _ = about.partition(". ")
    return first + stop.strip()


def as_time(answer: str, near: str = "") -> str | None:
    """`7:30`, `7.30`, `6 pm` and `half six` are as good as `07:30`; `near`: the time that is asked about."""
    usual = time.fromisoformat(near) if near else None
    at = parse_time_of_day(answer) or time_in_words(answer, usual)
    return None if at is None else f"{at:%H:%M}"


def tell_if_quiet(plan: Shipped, at: str) -> None:
    """A time at which the plan itself would hold everything back is worth a word."""
    for window in plan.said.get("remind", {}).get("quiet", []):
        if isinstance(window, str) and _within(at, window):
            echo(dim(words.in_quiet_hours(at, window)))


def _within(at: str, window: str) -> bool:
    moment, (begins, _, ends) = time.fromisoformat(at), window.partition("-")
    first, last = time.fromisoformat(begins), time.fromisoformat(ends)
    return first <= moment < last if first < last else moment >= first or moment < last


def write(name: str, text: str, app: App) -> None:
    """Only what is not there yet, and what is to be said of it. Raises SystemFault."""
    written = write_plan_files(name, text, app)
    for path, new in written:
        echo(good(words.wrote(str(path))) if new else dim(words.kept(str(path))))
    for result in app.source.read_now([path for path, _ in written if path.suffix == ".toml"]):
        if result.plan and (warning := suits_badly(result.plan, app)):
            paragraph(warning, warn)
    echo()
    for line in words.following(name, running=app.service_pid() is not None):
        echo(line)
