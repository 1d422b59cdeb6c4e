"""Knows which plans somebody gets who has none; must not know what stands in them."""

from __future__ import annotations

from pathlib import Path

from routine.adapters.plan_source import STARTERS, PlanFileSource, starters

SHIPPED = Path(__file__).parents[2] / "plans"


def test_somebody_without_a_plan_gets_one_of_them_and_not_all(tmp_path: Path) -> None:
    source = PlanFileSource(
        plans_dir=tmp_path / "plans",
        shipped_plans=SHIPPED,
        config_file=tmp_path / "config.toml",
        compiled_dir=tmp_path / "compiled",
    )
    loaded_plans = source.load_now()
    assert loaded_plans.shipped
    assert [file.plan_id for file in loaded_plans.files] == ["gentle-start"]
    assert len(list(SHIPPED.glob("*.toml"))) > len(loaded_plans.files)


def test_every_starter_ships() -> None:
    assert set(STARTERS) <= {path.stem for path in SHIPPED.glob("*.toml")}


def test_a_folder_without_starters_has_none() -> None:
    assert starters(["/plans/flare-up-week.toml", "/plans/my-gentle-start.toml"]) == []
