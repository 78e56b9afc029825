"""The golden cases of the published method: expected, SQL and Python side by side.

`pytest -s tests/dbt/test_golden_cases.py` prints the table. The SQL is the compiled model that
publishes; the Python states the same formulas again. Expected values were worked out by hand.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dagster_project.sae.figures import formulas
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.readers.formula_versions import STATED

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

FIXTURES = PROJECT_ROOT / "dbt" / "tests" / "fixtures"
POLICY = PROJECT_ROOT / "dbt" / "seeds" / "policy"
MODEL = Path("models") / "intermediate" / "int_realisasi__capaian.sql"
TOLERANCE = 1e-9
SHOWN = ("capaian_mentah", "capaian_tampil", "status_capaian", "predikat")


def rows_of(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def number(text: str) -> float | None:
    return float(text) if text else None


@pytest.fixture(scope="module")
def warehouse(run_case: Callable[[str], Any]) -> Callable[[str | None], dict[str, dict[str, Any]]]:
    """What the published SQL makes of the golden inputs, with another default formula if named."""
    settings = run_case("kuartal_bersih").settings
    sql = (settings.dbt_target / "target" / "compiled" / "sae" / MODEL).read_text(encoding="utf-8")
    # The values are a view that only its own file can read: their types are noted there.
    with duckdb.connect(str(settings.warehouse), read_only=True) as built:
        described = built.execute("describe int_realisasi__nilai").fetchall()
    columns = ", ".join(f"{name} {kind}" for name, kind, *_ in described)

    def compute(default: str | None = None) -> dict[str, dict[str, Any]]:
        with duckdb.connect() as connection:
            connection.execute(f"attach '{settings.warehouse}' as built (read_only)")
            connection.execute(f"attach ':memory:' as {settings.warehouse.stem}")
            connection.execute(f"use {settings.warehouse.stem}")
            for seed in ("skala", "ambang", "stg_run__lingkup"):
                connection.execute(f"create table {seed} as from built.main.{seed}")
            changed = f"rumus_id = '{default}'" if default else "is_bawaan"
            connection.execute(
                f"create table rumus as select * replace ("
                f"case when polaritas = 'TURUN' then {changed} else is_bawaan end as is_bawaan) "
                "from built.main.rumus"
            )
            connection.execute(f"create table int_realisasi__nilai ({columns})")
            connection.execute(
                "insert into int_realisasi__nilai by name select * from "
                f"read_csv('{FIXTURES / 'capaian_kasus_emas_masukan.csv'}')"
            )
            cursor = connection.execute(sql)
            names = [column[0] for column in cursor.description]
            found = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
        return {row["id_indikator"]: row for row in found}

    return compute


def by_python(case: dict[str, str]) -> tuple[Any, ...]:
    scale = [
        formulas.Band(float(r["batas_bawah"]), float(r["batas_atas"]), r["predikat"])
        for r in rows_of(POLICY / "skala.csv")
    ]
    target = formulas.Target(
        *(number(case[name]) for name in ("target", "target_bawah", "target_atas"))
    )
    if not case["polaritas_hitung"]:
        return None, None, formulas.TIDAK_TERDEFINISI, None
    found = formulas.capaian(
        case["polaritas_hitung"],
        number(case["nilai"]),
        target=target,
        status_data=case["status_data"],
        tolerance=TOLERANCE,
    )
    return found.mentah, found.tampil, found.status, formulas.predicate(found.tampil, scale)


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-12, abs_tol=1e-12)
    return one == other


def text(value: Any) -> str:
    return "-" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)


def test_every_golden_case_is_the_same_expected_in_sql_and_in_python(warehouse):
    inputs = {r["id_indikator"]: r for r in rows_of(FIXTURES / "capaian_kasus_emas_masukan.csv")}
    expected = {r["id_indikator"]: r for r in rows_of(FIXTURES / "capaian_kasus_emas_harapan.csv")}
    assert inputs.keys() == expected.keys()
    by_sql = warehouse(None)
    lines, wrong = [], []
    for name, case in inputs.items():
        said = expected[name]
        hoped = (
            *(number(said[c]) for c in SHOWN[:2]),
            *(said[c] or None for c in SHOWN[2:]),
        )
        sql = tuple(by_sql[name][c] for c in SHOWN)
        python = by_python(case)
        line = " | ".join(
            f"{', '.join(text(v) for v in values):44}" for values in (hoped, sql, python)
        )
        lines.append(f"{name:34} {line}")
        if not all(same(a, b) and same(a, c) for a, b, c in zip(hoped, sql, python, strict=True)):
            wrong.append(lines[-1])
    print(f"\n{'case':34} {'expected':44} | {'SQL':44} | Python\n" + "\n".join(lines))
    assert wrong == []


def test_the_ratio_formula_is_the_same_in_sql_and_in_python(warehouse):
    # The second formula of the method: published as a row of `rumus`, in force nowhere.
    by_sql = warehouse("CAPAIAN-TURUN-RASIO")
    falling = [
        r
        for r in rows_of(FIXTURES / "capaian_kasus_emas_masukan.csv")
        if r["polaritas_hitung"] == "TURUN"
    ]
    python = {
        r["id_indikator"]: formulas.capaian_rasio(
            number(r["nilai"]),
            target=formulas.Target(number(r["target"])),
            tolerance=TOLERANCE,
        )
        for r in falling
    }
    assert text(python["kemiskinan 2025"]) == "95.71"
    assert python["turun nol benar"] is None
    for name, value in python.items():
        assert same(by_sql[name]["capaian_mentah"], value), name
        assert by_sql[name]["rumus_id"] == "CAPAIAN-TURUN-RASIO"


def test_every_formula_of_achievement_in_the_seed_is_stated_in_python():
    seed = {
        (r["rumus_id"], r["versi_rumus"]): r["polaritas"]
        for r in rows_of(POLICY / "rumus.csv")
        if r["kelompok"] == "CAPAIAN"
    }
    assert seed == {key: way for key, (way, _) in STATED.items()}
