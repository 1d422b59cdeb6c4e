"""Knows what is loaded after files come, change and go, and how rarely anything is read."""

from __future__ import annotations

import asyncio
import json
import os
import stat
import sys
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from time import monotonic

import pytest

from routine.adapters.plan_cache import SPARE
from routine.adapters.plan_source import PlanFileSource
from routine.adapters.workers.process import READER, WorkerProcess
from routine.core.identifiers import HourCycle, SessionPlace
from routine.core.loaded_plans import LoadedPlans
from routine.core.plan import PerformStep
from routine.library.catalogue import catalogue
from tests.needs import keeps_file_modes, measured_on_linux, names_and_links_of_posix, only_on_posix
from tests.reading.typed import plan_with

SHIPPED = Path(__file__).parents[2] / "plans"


class Home:
    """A person's folders, and a count of the reader processes that were started."""

    def __init__(self, folder: Path) -> None:
        self.plans = folder / "plans"
        self.plans.mkdir()
        self.config = folder / "config.toml"
        self.compiled = folder / "cache" / "compiled"
        self._count = folder / "count"
        self._counting = folder / "counting.py"
        self._counting.write_text(
            f"import os, subprocess, sys\nopen({str(self._count)!r}, 'a').write('x')\n"
            # there it would begin another process and end at once
            f"if os.name == 'nt': sys.exit(subprocess.call({list(READER)!r}))\n"
            f"os.execv({READER[0]!r}, {list(READER)!r})\n",
            encoding="utf-8",
        )

    def source(self, command: tuple[str, ...] = (), limit: float = 60, **flags: str) -> PlanFileSource:
        return PlanFileSource(
            plans_dir=self.plans,
            shipped_plans=SHIPPED,
            config_file=self.config,
            compiled_dir=self.compiled,
            flags=flags,
            reader=WorkerProcess(command or (sys.executable, str(self._counting)), timedelta(seconds=limit)),
        )

    def write(self, name: str, text: str | None = None) -> Path:
        path = self.plans / name
        path.write_text(text if text is not None else plan_with(), encoding="utf-8")
        return path

    @property
    def started(self) -> int:
        return len(self._count.read_text(encoding="utf-8")) if self._count.exists() else 0


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    for name in [name for name in os.environ if name.startswith("ROUTINE_")]:
        monkeypatch.delenv(name)
    return Home(tmp_path)


def on_a_loop(source: PlanFileSource) -> LoadedPlans:
    return asyncio.run(source.load())


def at_once(source: PlanFileSource) -> LoadedPlans:
    return source.load_now()


WAYS = pytest.mark.parametrize("load", [on_a_loop, at_once])
Load = Callable[[PlanFileSource], LoadedPlans]


def names(loaded_plans: LoadedPlans) -> list[str]:
    return [Path(file.path).name for file in loaded_plans.files]


def told(loaded_plans: LoadedPlans) -> list[str]:
    return [str(problem) for file in loaded_plans.files for problem in file.problems]


@WAYS
def test_somebody_without_a_plan_gets_the_shipped_ones(home: Home, load: Load) -> None:
    loaded_plans = load(home.source())
    assert loaded_plans.shipped
    assert "gentle-start.toml" in names(loaded_plans)
    assert told(loaded_plans) == []


@WAYS
def test_the_first_own_plan_takes_their_place(home: Home, load: Load) -> None:
    source = home.source()
    load(source)
    home.write("mine.toml")
    loaded_plans = load(source)
    assert not loaded_plans.shipped
    (file,) = loaded_plans.files
    assert (file.plan_id, file.plan and file.plan.title) == ("mine", "A plan")


def test_a_wrong_plan_is_told_and_no_shipped_one_slips_in(home: Home) -> None:
    home.write("mine.toml", "title = 3\n")
    loaded_plans = home.source().load_now()
    assert not loaded_plans.shipped
    assert told(loaded_plans)[0].startswith("mine.toml:1:1: This plan has no session yet.")


def test_only_plans_are_looked_at_and_in_order(home: Home) -> None:
    for name in ("b.toml", "a.toml", ".a.toml", "_draft.toml", "a.toml~", "notes.txt", "4913", "#a.toml#"):
        home.write(name)
    assert names(home.source().load_now()) == ["a.toml", "b.toml"]


@WAYS
def test_what_has_not_changed_is_not_read_again(home: Home, load: Load) -> None:
    home.write("mine.toml")
    first = load(home.source())
    assert home.started == 1
    again = home.source()
    assert load(again) == first
    assert load(again) == first
    assert home.started == 1


def test_a_wrong_plan_is_not_read_again_either(home: Home) -> None:
    home.write("mine.toml", "title = 3\n")
    first = home.source().load_now()
    assert home.source().load_now() == first
    assert home.started == 1


def test_a_file_that_is_only_touched_is_not_read_again(home: Home) -> None:
    path = home.write("mine.toml")
    source = home.source()
    first = source.load_now()
    os.utime(path, (1, 1))
    assert source.load_now() == first
    assert home.started == 1


@WAYS
def test_a_change_is_seen_at_the_next_look(home: Home, load: Load) -> None:
    home.write("mine.toml")
    source = home.source()
    before = load(source).files[0]
    home.write("mine.toml", plan_with().replace("A plan", "B plan"))
    after = load(source).files[0]
    assert after.plan is not None
    assert (after.plan.title, after.digest != before.digest) == ("B plan", True)


def test_the_same_content_under_another_name_is_another_plan(home: Home) -> None:
    home.write("one.toml")
    home.write("two.toml")
    loaded_plans = home.source().load_now()
    assert [file.plan.id for file in loaded_plans.files if file.plan] == ["one", "two"]


def test_a_plan_that_is_gone_is_gone(home: Home) -> None:
    home.write("one.toml")
    gone = home.write("two.toml")
    source = home.source()
    source.load_now()
    gone.unlink()
    assert names(source.load_now()) == ["one.toml"]


def test_a_picture_that_comes_later_mends_the_plan(home: Home) -> None:
    own = '[exercise.glide]\ntitle = "Glide"\ncues = "Sit."\nreps = 2\npicture = "glide.png"\n'
    home.write("mine.toml", plan_with(below=own))
    source = home.source()
    assert "glide.png" in told(source.load_now())[0]
    (home.plans / "glide.png").write_bytes(b"")
    assert told(source.load_now()) == []
    (home.plans / "glide.png").unlink()
    assert "glide.png" in told(home.source().load_now())[0]


@names_and_links_of_posix
@pytest.mark.parametrize("name", ["a@b.toml", " a.toml", "a\x07b.toml", "\udcff.toml", "library.toml"])
def test_a_name_that_cannot_stand_in_a_key_is_told(home: Home, name: str) -> None:
    (home.plans / os.fsencode(name).decode("utf-8", "surrogateescape")).write_text(plan_with(), encoding="utf-8")
    (line,) = told(home.source().load_now())
    assert "This file's name cannot be the name of a plan." in line
    assert line.isprintable()


@names_and_links_of_posix
def test_any_other_name_is_fine(home: Home) -> None:
    for name in ("Übung 1.toml", "朝.toml", "a.b.toml", "A.toml", "a.toml"):
        home.write(name)
    loaded_plans = home.source().load_now()
    assert {file.plan.id for file in loaded_plans.files if file.plan} == {"Übung 1", "朝", "a.b", "A", "a"}


@WAYS
def test_the_configuration_is_read_with_the_plans_in_one_go(home: Home, load: Load) -> None:
    home.write("mine.toml")
    home.config.write_text('guide = "terminal"\n', encoding="utf-8")
    loaded_plans = load(home.source())
    assert loaded_plans.settings.guide is SessionPlace.TERMINAL
    assert home.started == 1


def test_a_change_of_file_variable_or_flag_changes_the_settings(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = home.source()
    assert source.load_now().settings.hour_cycle is HourCycle.H23
    home.config.write_text("clock = 12\n", encoding="utf-8")
    assert source.load_now().settings.hour_cycle is HourCycle.H12
    monkeypatch.setenv("ROUTINE_CLOCK", "24")
    assert source.load_now().settings.hour_cycle is HourCycle.H23
    assert home.source(clock="12").load_now().settings.hour_cycle is HourCycle.H12
    monkeypatch.delenv("ROUTINE_CLOCK")
    assert source.load_now().settings.hour_cycle is HourCycle.H12


def test_a_wrong_configuration_is_told_beside_the_plans(home: Home) -> None:
    home.write("mine.toml")
    home.config.write_text("clock = 13\n", encoding="utf-8")
    loaded_plans = home.source().load_now()
    assert [str(problem) for problem in loaded_plans.settings_problems] == [
        "config.toml:1:9: “13” is not one of the choices. Use 24 or 12."
    ]
    assert loaded_plans.files[0].plan is not None


def test_settings_that_a_fault_kept_from_being_read_are_read_the_next_time(home: Home, tmp_path: Path) -> None:
    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "pydantic_settings.py").write_text('raise ImportError("no such library")\n')
    home.config.write_text("clock = 12\n", encoding="utf-8")
    first = f"import runpy, sys; sys.path.insert(0, {str(broken)!r}); "
    reader = (sys.executable, "-c", f"{first}runpy.run_module('routine.reading', run_name='__main__')")
    told = home.source(reader).load_now().settings_problems
    assert ["ImportError: no such library" in str(problem) for problem in told] == [True]
    sound = home.source().load_now()
    assert sound.settings.hour_cycle is HourCycle.H12
    assert sound.settings_problems == ()


def test_the_plans_may_live_in_another_folder(home: Home, tmp_path: Path) -> None:
    home.write("here.toml")
    other = tmp_path / "elsewhere"
    other.mkdir()
    (other / "there.toml").write_text(plan_with(), encoding="utf-8")
    home.config.write_text('plans_folder = "elsewhere"\n', encoding="utf-8")
    assert names(home.source().load_now()) == ["there.toml"]


def test_a_plans_folder_that_is_not_there_is_told(home: Home) -> None:
    home.config.write_text('plans_folder = "nowhere"\n', encoding="utf-8")
    loaded_plans = home.source().load_now()
    assert [problem.what for problem in loaded_plans.settings_problems] == [
        "The plans folder “nowhere” is not there."
    ]


@keeps_file_modes
def test_what_is_kept_is_for_this_person_alone(home: Home) -> None:
    home.write("mine.toml")
    home.source().load_now()
    kept = list(home.compiled.iterdir())
    assert len(kept) == 2
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in kept)
    assert stat.S_IMODE(home.compiled.stat().st_mode) == 0o700


@pytest.mark.parametrize("damage", [b"", b"{", b"[]", b"{}", b'{"schema": ""}', b"\xff", b'{"schema": 1}'])
def test_whatever_happens_to_what_is_kept_it_is_only_read_anew(home: Home, damage: bytes) -> None:
    home.write("mine.toml")
    first = home.source().load_now()
    for path in home.compiled.iterdir():
        path.write_bytes(damage)
    assert home.source().load_now() == first
    assert home.started == 2


def test_a_folder_that_cannot_be_written_only_costs_time(home: Home) -> None:
    home.write("mine.toml")
    home.compiled.parent.write_bytes(b"a file where a folder is wanted")
    assert told(home.source().load_now()) == []


def test_what_nobody_uses_any_more_is_forgotten(home: Home) -> None:
    home.compiled.mkdir(parents=True)
    for place in range(SPARE + 20):
        old = home.compiled / f"old{place}.json"
        old.write_text("{}", encoding="utf-8")
        os.utime(old, (place, place))
    source = home.source()
    home.write("mine.toml")
    source.load_now()
    home.write("mine.toml", plan_with().replace("A plan", "B plan"))
    source.load_now()
    # the plan before the last is kept one look longer: it may be wanted back
    source.load_now()
    left = {path.stem for path in home.compiled.iterdir()}
    assert len(left) <= SPARE + 2
    assert "old0" not in left
    assert home.source().load_now().files[0].plan is not None
    assert home.started == 2


SLOW = (sys.executable, "-c", "import time; time.sleep(60)")


@WAYS
def test_a_reader_that_hangs_is_ended_and_told(home: Home, load: Load) -> None:
    home.write("mine.toml")
    start = monotonic()
    loaded_plans = load(home.source(SLOW, limit=0.3))
    assert monotonic() - start < 20
    assert told(loaded_plans) == [
        (
            "mine.toml: The plan reader took longer than 0 seconds, so this file was not read. "
            "`routine doctor` shows more."
        )
    ]
    assert loaded_plans.settings_problems


@WAYS
@pytest.mark.parametrize(
    "command",
    [
        ("/nowhere/python",),
        (sys.executable, "-c", "raise SystemExit(3)"),
        (sys.executable, "-c", "print('no json')"),
    ],
)
def test_a_reader_that_gives_no_answer_is_told(home: Home, load: Load, command: tuple[str, ...]) -> None:
    home.write("mine.toml")
    loaded_plans = load(home.source(command))
    assert "The plan reader" in told(loaded_plans)[0]
    assert home.source().load_now().files[0].plan is not None


def test_one_file_that_is_too_much_for_the_reader_does_not_hide_the_others(home: Home, tmp_path: Path) -> None:
    fragile = tmp_path / "fragile.py"
    fragile.write_text(
        "import json, os, signal, subprocess, sys\n"
        "asked = sys.stdin.buffer.read()\n"
        "if any('heavy' in path for path in json.loads(asked).get('plans', ())):\n"
        "    os.kill(os.getpid(), getattr(signal, 'SIGKILL', 0xC0000005))\n"  # as Windows says of a wrong address
        f"sys.stdout.buffer.write(subprocess.run({list(READER)!r}, input=asked, capture_output=True).stdout)\n",
        encoding="utf-8",
    )
    for name in ("a.toml", "b.toml", "heavy.toml", "z.toml"):
        home.write(name)
    loaded_plans = home.source((sys.executable, str(fragile))).load_now()
    assert [file.plan is not None for file in loaded_plans.files] == [True, True, False, True]
    assert told(loaded_plans) == [
        "heavy.toml: The plan reader broke off, so this file was not read. `routine doctor` shows more."
    ]
    assert loaded_plans.settings_problems == ()


@only_on_posix
def test_giving_up_on_a_load_ends_its_reader(home: Home, tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    command = (
        sys.executable,
        "-c",
        f"import os,time; open({str(mark)!r},'w').write(str(os.getpid())); time.sleep(60)",
    )

    async def give_up() -> None:
        loading = asyncio.create_task(home.source(command).load())
        while not (mark.exists() and mark.read_text(encoding="utf-8")):  # noqa: ASYNC110 - another process writes it
            await asyncio.sleep(0.01)
        loading.cancel()
        with pytest.raises(asyncio.CancelledError):
            await loading

    asyncio.run(give_up())
    with pytest.raises(ProcessLookupError):
        os.kill(int(mark.read_text(encoding="utf-8")), 0)


def test_loading_leaves_no_thread_behind(home: Home) -> None:
    home.write("mine.toml")
    on_a_loop(home.source())
    assert [thread for thread in threading.enumerate() if not thread.daemon] == [threading.main_thread()]


@pytest.mark.slow
def test_a_thousand_plans_are_read_once_and_then_at_hand(home: Home) -> None:
    for place in range(1000):
        home.write(f"plan{place:04}.toml", plan_with().replace("A plan", f"Plan {place}"))
    source = home.source()
    loaded_plans = source.load_now()
    assert len([file for file in loaded_plans.files if file.plan]) == 1000
    started = home.started
    assert started <= 6
    assert source.load_now() == loaded_plans
    assert home.source().load_now() == loaded_plans
    assert home.started == started


@measured_on_linux
def test_a_warm_start_with_three_plans_takes_a_few_milliseconds(home: Home) -> None:
    for name in ("mine.toml", "yours.toml", "ours.toml"):
        home.write(name, plan_with().replace("A plan", name))
    home.source().load_now()
    best = min(_seconds(home) for _ in range(20))
    assert best < 0.015


def _seconds(home: Home) -> float:
    source = home.source()
    start = monotonic()
    assert len(source.load_now().files) >= 3
    return monotonic() - start


def test_what_is_kept_says_which_schema_it_has(home: Home) -> None:
    home.write("mine.toml")
    home.source().load_now()
    assert all("schema" in json.loads(path.read_bytes()) for path in home.compiled.iterdir())


def exercises(loaded_plans: LoadedPlans) -> set[str]:
    plans = [file.plan for file in loaded_plans.files if file.plan]
    entries = [entry for plan in plans for each in plan.sequences.values() for entry in each.entries]
    return {entry.exercise.id for entry in entries if isinstance(entry, PerformStep)}


def cautions(loaded_plans: LoadedPlans) -> set[str]:
    library = catalogue().exercises
    return {tag for name in exercises(loaded_plans) for tag in library[name].cautions}


@WAYS
def test_what_the_configuration_leaves_out_is_left_out_of_every_plan(home: Home, load: Load) -> None:
    home.config.write_text('avoid = ["avoid-flexion"]', encoding="utf-8")
    assert "avoid-flexion" not in cautions(load(home.source())), "of those that come with routine"
    path = home.write("mine.toml", (SHIPPED / "yoga-for-the-back.toml").read_text(encoding="utf-8"))
    source = home.source()
    assert "avoid-flexion" not in cautions(load(source))
    assert any("forward bends" in note for file in load(source).files if file.plan for note in file.plan.notes)
    (alone,) = home.source().read_now([path])
    assert alone.plan == load(source).files[0].plan
    draft = home.source().read_draft_now(path, path.read_bytes())
    assert draft.plan == alone.plan


def test_it_is_left_out_beside_what_the_plan_itself_leaves_out(home: Home) -> None:
    home.config.write_text('avoid = "avoid-flexion"', encoding="utf-8")
    text = (SHIPPED / "yoga-for-the-back.toml").read_text(encoding="utf-8")
    home.write("mine.toml", text.replace("\n[remind]", '\navoid = ["avoid-rotation"]\n\n[remind]', 1))
    assert not {"avoid-flexion", "avoid-rotation"} & cautions(home.source().load_now())


def test_a_change_of_it_reads_every_plan_anew_and_back_again(home: Home) -> None:
    home.write("mine.toml", (SHIPPED / "yoga-for-the-back.toml").read_text(encoding="utf-8"))
    source = home.source()
    before = source.load_now()
    assert "avoid-flexion" in cautions(before)
    home.config.write_text('avoid = ["avoid-flexion"]', encoding="utf-8")
    after = source.load_now()
    assert "avoid-flexion" not in cautions(after)
    assert after.files[0].digest != before.files[0].digest
    assert cautions(home.source().load_now()) == cautions(after), "another process finds the same"
    home.config.write_text("avoid = []", encoding="utf-8")
    assert source.load_now() == before


@pytest.mark.parametrize("wrong", ["avoid = [", 'avoid = "forward bends"', "avoid = 7", "clock = 7\navoid = 7"])
def test_a_slip_in_the_configuration_brings_nothing_back_that_was_left_out(home: Home, wrong: str) -> None:
    home.write("mine.toml", (SHIPPED / "yoga-for-the-back.toml").read_text(encoding="utf-8"))
    home.config.write_text('avoid = ["avoid-flexion"]', encoding="utf-8")
    source = home.source()
    source.load_now()
    home.config.write_text(wrong, encoding="utf-8")
    for each in (source, home.source()):
        found = each.load_now()
        assert found.settings_problems
        assert "avoid-flexion" not in cautions(found)


def test_a_configuration_that_is_away_goes_on_as_it_was_also_for_who_comes_later(home: Home) -> None:
    """Quiet hours and what is left out do not end because a file is being replaced; an empty one is a decision."""
    home.write("mine.toml")
    text = 'clock = 12\navoid = ["avoid-flexion"]\n'
    home.config.write_text(text, encoding="utf-8")
    source = home.source()
    assert (source.load_now().config_away, source.load_now().settings.avoid) == ("", ("avoid-flexion",))
    home.config.unlink()
    for later in (source, home.source()):
        found = later.load_now()
        assert found.config_away == "config.toml"
        assert (found.settings.hour_cycle, found.settings.avoid) == (HourCycle.H12, ("avoid-flexion",))
    home.config.write_text("", encoding="utf-8")
    found = source.load_now()
    assert (found.config_away, found.settings.avoid) == ("", ())
    home.config.unlink()
    assert home.source().load_now().settings.avoid == ()


def test_who_never_had_a_configuration_misses_none(home: Home) -> None:
    home.write("mine.toml")
    assert home.source().load_now().config_away == ""
