"""Knows which things doctor looks at and how good or bad each is; must not know how any of them is looked at."""

from __future__ import annotations

import argparse
import platform
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from pathlib import Path

from routine import __version__
from routine.adapters.paths import plans_folder
from routine.adapters.sync_marks import mirrored_by
from routine.adapters.watch.mounts import changes_unheard, keeps_no_modes, mount_of, mounted
from routine.core.clock_faults import FUTURE
from routine.core.diagnostic import Diagnostic
from routine.core.loaded_plans import ButtonChoice, LoadedPlans
from routine.core.notification import ActionId, Button, Notification, Urgency
from routine.errors import JournalError, NotRunning, PlanError, SystemFault
from routine.presentation import agenda
from routine.presentation import command_line as common
from routine.presentation import control_socket as control_words
from routine.presentation import doctor as words
from routine.presentation import link as link_words
from routine.presentation.notifiers import ON_DEMAND
from routine.presentation.time_format import TimeDisplay
from routine.service.requests.comparison import ServiceState
from routine.service.requests.desktop_view import DesktopView
from routine.service.requests.messages import DesktopRequest
from routine.ui.cli import login
from routine.ui.cli.display import service_differences
from routine.ui.console.output import Cell, Column, dim, echo, echo_aside, echo_json, good, warn
from routine.ui.console.tables import echo_table
from routine.wiring import diagnostics
from routine.wiring.app import App
from routine.wiring.asking import Asker

_PATIENCE = timedelta(seconds=30)
_LOOKS_WITHIN = timedelta(seconds=1.1)
"""The service takes a second at the most to ask the desktop."""
_LITTLE = 50_000_000
"""Bytes: a journal grows by a few million a year, but the desktop needs some as well."""


class FindingState(StrEnum):
    FINE = "fine"
    LOOK = "look"
    WRONG = "wrong"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `fix` is what to do, where something is to be done."""

    name: str
    state: FindingState
    says: str
    fix: str = ""


def add(_name: str, parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--click", action="store_true", help=words.CLICK_HELP)
    parser.add_argument("--json", action="store_true", help=common.JSON_HELP)


def run(_name: str, args: argparse.Namespace, asker: Asker) -> int:
    app = asker.app
    loaded_plans = diagnostics.read_plans(app.paths)
    view = TimeDisplay(app.clock.now(), app.clock.zone(), loaded_plans.settings.hour_cycle)
    desktop = _desktop(loaded_plans, click=args.click)
    seen = _seen_by_service(asker)
    findings = [
        Finding(
            "routine", FindingState.FINE, words.version(__version__, platform.python_version(), platform.system())
        ),
        *_settings(app, loaded_plans),
        *_plans(app, loaded_plans),
        *_journal(app, view),
        *_clock(app, view),
        *_service(asker, view),
        *_login(app),
        *_notifications(loaded_plans, desktop, seen),
        *_undrawn(app, loaded_plans, desktop),
        *_moments(desktop, seen),
        *_disk(app),
    ]
    if args.json:
        checks = [{"name": f.name, "state": f.state.value, "says": f.says, "fix": f.fix} for f in findings]
        echo_json({"version": __version__, "checks": checks})
    else:
        _show(findings)
    return _code(findings)


def _code(findings: list[Finding]) -> int:
    wrong = {finding.name for finding in findings if finding.state is FindingState.WRONG}
    if wrong & {"settings", "plans"}:
        return PlanError.exit_code
    if "notifications" in wrong:
        return NotRunning.exit_code
    return JournalError.exit_code if wrong else 0


def _show(findings: list[Finding]) -> None:
    marks: dict[FindingState, Cell] = {
        FindingState.FINE: good(words.FINE),
        FindingState.LOOK: warn(words.LOOK),
        FindingState.WRONG: warn(words.WRONG),
    }
    rows: list[list[Cell]] = []
    before = ""
    for finding in findings:
        rows.append(
            [marks[finding.state], "" if finding.name == before else words.NAMES[finding.name], finding.says]
        )
        if finding.fix:
            rows.append(["", "", dim(finding.fix)])
        before = finding.name
    echo_table([Column(), Column(), Column(wraps=True)], rows)
    if all(finding.state is FindingState.FINE for finding in findings):
        echo(good(words.ALL_WELL))


def _settings(app: App, loaded_plans: LoadedPlans) -> Iterator[Finding]:
    if not loaded_plans.settings_problems:
        file = app.paths.config_file
        yield Finding("settings", FindingState.FINE, words.settings(str(file), there=file.exists()))
    for problem in loaded_plans.settings_problems:
        yield _problem("settings", problem)


def _plans(app: App, loaded_plans: LoadedPlans) -> Iterator[Finding]:
    problems = [problem for file in loaded_plans.files for problem in file.problems]
    for problem in problems:
        yield _problem("plans", problem)
    named = loaded_plans.settings.plans_folder
    if loaded_plans.unreachable and (named or Path(loaded_plans.unreachable).exists()):
        yield Finding("plans", FindingState.WRONG, *words.unreachable(loaded_plans.unreachable))
    elif loaded_plans.shipped:
        yield Finding("plans", FindingState.FINE, words.SHIPPED, words.SHIPPED_FIX)
    elif not problems:
        folder = plans_folder(app.paths, named)
        said = words.plans(len(loaded_plans.files), str(folder))
        shared = changes_unheard(mount_of(folder, mounted()))
        yield Finding("plans", FindingState.FINE, f"{said}, {words.LOOKED_AT}" if shared else said)


def _problem(name: str, problem: Diagnostic) -> Finding:
    place = f"{problem.file}:{problem.line}:{problem.column}" if problem.line else problem.file
    return Finding(name, FindingState.WRONG, f"{place}: {problem.what}", problem.fix)


def _journal(app: App, view: TimeDisplay) -> Iterator[Finding]:
    file = app.paths.journal_file
    health = diagnostics.health_of(file)
    sentence, fix = health.trouble
    if sentence:
        yield Finding("journal", FindingState.WRONG, sentence, fix)
        return
    said = words.journal(health.rows, health.size) if health.there else words.NO_JOURNAL
    yield Finding("journal", FindingState.FINE, said)
    if program := mirrored_by(app.paths.state_dir):
        yield Finding("journal", FindingState.WRONG, *link_words.journal_is_mirrored(str(file), program))
    if health.unknown:
        yield Finding("journal", FindingState.LOOK, *words.of_another_version(health.unknown))
    if not health.writable:
        yield Finding("journal", FindingState.WRONG, *words.not_writable(str(file)))
    if not health.private:
        open_to_all = words.private_nowhere if keeps_no_modes(mount_of(file, mounted())) else words.not_private
        yield Finding("journal", FindingState.LOOK, *open_to_all(str(file)))
    if health.newest and health.newest > view.now + FUTURE:
        yield Finding("clock", FindingState.LOOK, *words.from_the_future(view.local(health.newest)))


def _clock(app: App, view: TimeDisplay) -> Iterator[Finding]:
    if app.clock.zone_problem:
        yield Finding("clock", FindingState.LOOK, app.clock.zone_problem)
    else:
        yield Finding("clock", FindingState.FINE, words.clock(view.wall(view.now), str(view.zone)))
    if app.clock.named("Europe/Berlin") is None:
        yield Finding("clock", FindingState.LOOK, *words.NO_ZONES)


def _service(asker: Asker, view: TimeDisplay) -> Iterator[Finding]:
    app = asker.app
    pid = app.service_pid()
    since = app.service_since() if pid else None
    if pid:
        yield Finding("service", FindingState.FINE, words.running(pid, view.moment(since) if since else ""))
        if said := _answering(asker):
            yield Finding("service", FindingState.LOOK, *said)
    else:
        yield Finding("service", FindingState.LOOK, words.NOT_RUNNING, words.NOT_RUNNING_FIX)


def _answering(asker: Asker) -> tuple[str, str] | None:
    """What is odd about the answers of the service that runs; None where nothing is."""
    report = asker.report()
    match report.state:
        case ServiceState.ANSWERS if report.answer:
            return service_differences(asker.app.setup(), report.answer.setup)
        case ServiceState.OTHER_VERSION:
            return control_words.other_version(report.version, __version__)
        case ServiceState.HANGS:
            return control_words.hangs()
    return control_words.nobody_listens()


def _login(app: App) -> Iterator[Finding]:
    try:
        state = login.state_now(app)
    except SystemFault as error:
        yield Finding("login", FindingState.LOOK, error.sentence, error.hint)
        return
    if not state.on:
        yield Finding("login", FindingState.LOOK, words.LOGIN_OFF, words.LOGIN_OFF_FIX)
    elif wrong := login.wrong_with(state):
        yield Finding("login", FindingState.LOOK, words.login_on(state.way.name), wrong)
    else:
        yield Finding("login", FindingState.FINE, words.login_on(state.way.name))


def _desktop(loaded_plans: LoadedPlans, *, click: bool) -> diagnostics.DesktopReport:
    card = Notification(
        words.TEST_TITLE,
        words.TEST_BODY,
        (Button(ActionId.OK, words.TEST_BUTTON),),
        Urgency.INSTANT,
        without_buttons=words.TEST_WITHOUT,
    )
    test = (
        diagnostics.TestCard(card, _PATIENCE, lambda buttons: echo_aside(words.shown(buttons=buttons)))
        if click
        else None
    )
    return diagnostics.look_at_desktop(loaded_plans.settings, test)


def _seen_by_service(asker: Asker) -> DesktopView | None:
    """What the running service sees of the desktop, looked at for this; None where none answers."""
    if not asker.app.service_runs:
        return None
    seen = None
    for wait in (_LOOKS_WITHIN, timedelta()):
        answer, answered_by = asker.ask(DesktopRequest())
        seen = answer.seen if answered_by else None
        if seen is None:
            break
        time.sleep(wait.total_seconds())
    return seen


def _notifications(
    loaded_plans: LoadedPlans, desktop: diagnostics.DesktopReport, seen: DesktopView | None
) -> Iterator[Finding]:
    if seen and desktop.asked:
        yield _by_service(seen, desktop)
        if differs := _seen_otherwise(seen, desktop):
            yield Finding(
                "notifications", FindingState.LOOK, words.sees_otherwise(differs), words.SEES_OTHERWISE_FIX
            )
    else:
        yield from _by_shell(loaded_plans, desktop)
    yield from _click(desktop)


def _by_service(seen: DesktopView, desktop: diagnostics.DesktopReport) -> Finding:
    caps = desktop.caps
    version = desktop.version if caps and caps.name == seen.notifier else ""
    if not seen.notifier:
        return Finding("notifications", FindingState.WRONG, words.NOTHING_SHOWN, seen.degraded)
    if seen.notifier == ON_DEMAND:
        return Finding("notifications", FindingState.FINE, ON_DEMAND)
    if seen.actions and not seen.degraded:
        return Finding("notifications", FindingState.FINE, words.server(seen.notifier, version))
    name = words.server_without_buttons(seen.notifier, version)
    return Finding("notifications", FindingState.LOOK, name, seen.degraded or words.NO_BUTTON[1])


def _seen_otherwise(seen: DesktopView, desktop: diagnostics.DesktopReport) -> list[str]:
    """In what this shell has it otherwise."""
    parts = []
    if desktop.caps and desktop.caps.name != seen.notifier:
        parts.append(words.other_notifier(seen.notifier, desktop.caps.name))
    if desktop.screen and not seen.screen:
        parts.append(words.NO_SCREEN_THERE)
    if (here := desktop.hold or "") != seen.hold:
        parts.append(words.other_hold(agenda.HOLD_REASONS.get(seen.hold, ""), agenda.HOLD_REASONS.get(here, "")))
    return parts


def _by_shell(loaded_plans: LoadedPlans, desktop: diagnostics.DesktopReport) -> Iterator[Finding]:
    sentence, fix = desktop.trouble
    if not desktop.asked:
        yield Finding("notifications", FindingState.FINE, words.other_choice(loaded_plans.settings.notifier.value))
    elif desktop.caps is None:
        yield Finding("notifications", FindingState.WRONG, sentence, fix)
        return
    elif desktop.caps.name == ON_DEMAND:
        yield Finding("notifications", FindingState.FINE, ON_DEMAND)
    elif desktop.caps.actions:
        yield Finding("notifications", FindingState.FINE, words.server(desktop.caps.name, desktop.version))
    else:
        name = words.server_without_buttons(desktop.caps.name, desktop.version)
        yield Finding("notifications", FindingState.LOOK, name, desktop.caps.degraded)


def _click(desktop: diagnostics.DesktopReport) -> Iterator[Finding]:
    sentence, fix = desktop.trouble
    if desktop.asked and desktop.caps is None:
        return
    if sentence:
        yield Finding("click", FindingState.WRONG, sentence, fix)
    elif desktop.click is diagnostics.ClickResult.PRESSED:
        yield Finding("click", FindingState.FINE, words.CLICKED)
    elif desktop.click and desktop.caps and not desktop.caps.actions:
        yield Finding("click", FindingState.LOOK, *words.NO_BUTTON)
    elif desktop.click:
        yield Finding("click", FindingState.LOOK, *words.NOT_CLICKED[desktop.click])


def _undrawn(app: App, loaded_plans: LoadedPlans, desktop: diagnostics.DesktopReport) -> Iterator[Finding]:
    """Nobody could press the button that the server took: from now on each card says how to answer it."""
    silent = desktop.click is diagnostics.ClickResult.SILENCE and desktop.caps and desktop.caps.actions
    if not silent or loaded_plans.settings.buttons is not ButtonChoice.AUTO:
        return
    from routine.adapters.plan_writer import read_or_none, replace  # noqa: PLC0415 - only where something is written
    from routine.reading.edit import TomlLine, edited  # noqa: PLC0415 - likewise

    file, value = app.paths.config_file, ButtonChoice.NO.value
    before = read_or_none(file)
    written = edited(before or b"", line=TomlLine("buttons", value))
    if written is None:
        yield Finding("click", FindingState.LOOK, *words.set_buttons_yourself(str(file)))
        return
    replace(file, before, written)
    yield Finding("click", FindingState.LOOK, *words.buttons_set(str(file)))


def _moments(desktop: diagnostics.DesktopReport, seen: DesktopView | None) -> Iterator[Finding]:
    probes, hold = (seen.probes, seen.hold) if seen else (desktop.probes, desktop.hold or "")
    for probe, says in probes.items():
        yield Finding("moment", FindingState.FINE, words.moment(probe, says))
    if hold:
        yield Finding("moment", FindingState.LOOK, words.held_now(agenda.HOLD_REASONS.get(hold, hold)))


def _disk(app: App) -> Iterator[Finding]:
    free = diagnostics.free_space(app.paths.journal_file)
    little = free < _LITTLE
    yield Finding(
        "disk",
        FindingState.LOOK if little else FindingState.FINE,
        words.free(free),
        words.LITTLE_ROOM if little else "",
    )
