"""The net: what nobody can name a cause for waits for a person, everything else goes through."""

from __future__ import annotations

import dataclasses
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from dagster_project.sae.build.net_control import COUNTED, OVER, SCORE, UNNAMED
from dagster_project.sae.installation.errors import ProfileError
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.release import named
from dagster_project.sae.release.causes import INDICATOR_KEY, Evidence, Row, explain
from dagster_project.sae.release.changes import CODE, FORMULA, SCOPE, Side
from dagster_project.sae.release.compare import compare
from dagster_project.sae.release.net import THRESHOLDS, Thresholds, judge, read_thresholds
from dagster_project.sae.release.standing import Standing

VERSIONS = {"versi_kebijakan": "k1", "versi_profil": "p1", "versi_kode": "c1"}
CUTOFF = date(2026, 8, 10)
IN_TIME, AFTER = datetime(2026, 8, 9, 8, 0), datetime(2026, 8, 20, 8, 0)
STANDING = Standing(
    cutoff=CUTOFF,
    periods={"S1": (2026, "TW1"), "S2": (2026, "TW2")},
    known=frozenset({"1.01-001"}),
)


def file(opd: str = "1.01", cycle: str = "S1", received: datetime = IN_TIME) -> dict[str, object]:
    return {"nama_berkas": f"{opd}_{cycle}.xlsx", "kode_opd": opd, "id_siklus": cycle,
            "hasil": "DITERIMA", "diterima_pada": received}  # fmt: skip


def side(cycle: str = "S2", *, versi_kode: str = "c1", **inputs: dict[str, object]) -> Side:
    return Side("R", cycle, True, VERSIONS | {"versi_kode": versi_kode}, inputs)


def figure(value: float | None, *, sha256: str = "a", **columns: object) -> dict[str, object]:
    base = {
        "id_indikator": "1.01-001",
        "tahun": 2026,
        "periode": "TW1",
        "kode_wilayah": "35.13",
        "dimensi": "",
        "kode_opd": "1.01",
        "id_siklus": "S1",
        "sha256_berkas": sha256,
        "realisasi": value,
        "realisasi_periode": value,
        "is_turunan": False,
        "status_data": "TERSEDIA",
        "rumus_id": "N",
        "versi_rumus": "1",
        "versi_skala": "1",
    }
    return base | columns  # fmt: skip


KEY = tuple(figure(1)[name] for name in INDICATOR_KEY)
OLD, NEXT = {"a": file()}, {"a": file(), "b": file(cycle="S2")}
AGAIN = {"a": file(), "b": file(received=AFTER)}
OWN = {"sha256": "b", "periode": "TW2", "id_siklus": "S2"}


def name_of(old, new, *, former=None, later=None, standing=STANDING, before=(), after=()):
    shown = new or old
    row = Row("kpi_indikator", {key: shown[key] for key in INDICATOR_KEY}, old, new)
    evidence = Evidence(
        former or side(**OLD), later or side(**OLD),
        held_before=dict.fromkeys(before, "x"), held_after=dict.fromkeys(after, "x"),
    )  # fmt: skip
    return named.names(evidence, standing, [row], explain(evidence, [row]))[0]


@pytest.mark.parametrize(
    ("old", "new", "facts", "expected"),
    [
        # what vanished
        (figure(1), None, {}, None),
        (figure(1), None, {"after": [KEY]}, named.HELD),
        (figure(1), None, {"after": [KEY], "later": side(versi_kode="c2", **OLD)}, CODE),
        (figure(1), None, {"after": [KEY], "later": side(versi_kode="c2", **AGAIN)}, named.HELD),
        (figure(1), None, {"later": side(**AGAIN)}, None),
        (
            figure(1),
            None,
            {"standing": dataclasses.replace(STANDING, ended=frozenset({"1.01"}))},
            named.ENDED,
        ),
        (
            figure(1),
            None,
            {"standing": dataclasses.replace(STANDING, held_after=frozenset({("1.01", "S1")}))},
            named.HELD,
        ),
        (figure(1), None, {"later": side(**{})}, None),
        # its report is gone, so that its agency is held for sending none
        (
            figure(1),
            None,
            {
                "later": side(**{}),
                "standing": dataclasses.replace(STANDING, held_after=frozenset({("1.01", "S1")})),
            },
            None,
        ),
        # the release of an earlier cycle
        (
            figure(1, **OWN),
            None,
            {
                "former": side(**NEXT),
                "later": side("S1", **OLD),
                "standing": dataclasses.replace(STANDING, periods={"S1": (2026, "TW1")}),
            },
            SCOPE,
        ),
        # a report that is lost from one cycle to the next
        (figure(1), None, {"former": side("S1", **OLD), "later": side()}, None),
        # what appeared
        (None, figure(1, **OWN), {"later": side(**NEXT)}, named.OWN_PERIOD),
        (None, figure(1, sha256="b", id_siklus="S2"), {"later": side(**NEXT)}, None),
        (
            None,
            figure(1, sha256="b", id_siklus="S2", id_indikator="1.01-009"),
            {"later": side(**NEXT)},
            named.OWN_PERIOD,
        ),
        (None, figure(1, sha256="b"), {"former": side(), "later": side(b=file())}, named.LATE),
        (None, figure(1), {"before": [KEY]}, named.RELEASED),
        (None, figure(1), {"before": [KEY], "later": side(versi_kode="c2", **OLD)}, CODE),
        (None, figure(1), {}, None),
        # what changed
        (figure(1), figure(2), {}, None),
        (figure(1), figure(2), {"former": side("S1", **OLD)}, None),
        (figure(1), figure(2, sha256="b"), {"later": side(**AGAIN)}, None),
        (
            figure(1),
            figure(2, sha256="b"),
            {
                "later": side(**AGAIN),
                "standing": dataclasses.replace(STANDING, reasons=frozenset({KEY})),
            },
            named.REASONED,
        ),
        (
            figure(1, **{**OWN, "sha256": "a"}),
            figure(2, **OWN),
            {
                "former": side(a=file(cycle="S2")),
                "later": side(a=file(cycle="S2"), b=file(cycle="S2")),
            },
            named.CORRECTED,
        ),
        (
            figure(1, **{**OWN, "sha256": "a"}),
            figure(2, **OWN),
            {
                "former": side(a=file(cycle="S2")),
                "later": side(a=file(cycle="S2"), b=file(cycle="S2", received=AFTER)),
            },
            None,
        ),
        (
            figure(None, status_data="BELUM_RILIS"),
            figure(2, sha256="b", id_siklus="S2"),
            {"later": side(**NEXT)},
            named.ANNOUNCED,
        ),
        (figure(1), figure(2, versi_rumus="2"), {}, FORMULA),
        (figure(1), figure(2), {"later": side(versi_kode="c2", **OLD)}, CODE),
        (figure(1), None, {"later": side(versi_kode="c2", **OLD)}, CODE),
        (figure(1), None, {"later": side(versi_kode="c2")}, None),
    ],
)
def test_a_cause_is_named_only_where_the_releases_prove_one(old, new, facts, expected):
    assert name_of(old, new, **facts) == expected


def test_a_running_sum_has_a_name_as_far_as_all_its_parts_have_one():
    later = side(**AGAIN)
    rows = [
        Row("kpi_indikator", {}, figure(1), figure(2, sha256="b")),
        Row("kpi_indikator", {}, figure(3, periode="TW2"), figure(4, periode="TW2")),
    ]
    evidence = Evidence(side(**OLD), later, {}, {})
    told = explain(evidence, rows)
    assert named.names(evidence, STANDING, rows, told) == [None, None]
    reasoned = dataclasses.replace(STANDING, reasons=frozenset({KEY}))
    assert named.names(evidence, reasoned, rows, told) == [named.REASONED, named.FOLLOWS]


ALLOWED = Thresholds(
    unnamed=0, points=5, shares={FORMULA: 10, "KEBIJAKAN": 10, "PROFIL": 10, CODE: 10}
)
FIGURES = """
    create table kpi_indikator as
    select '1.01-00' || (i % 5) as id_indikator, 2026 as tahun, 'TW' || (1 + i // 5 % 2) as periode,
        '35.13.0' || (i // 10) as kode_wilayah, '' as dimensi, '1.01' as kode_opd,
        'P' || (i % 2) as kode_pilar, 'S' || (1 + i // 5 % 2) as id_siklus,
        'a' as sha256_berkas, 10.0 * i + 1 as realisasi, 10.0 * i + 1 as realisasi_periode,
        'N' as rumus_id, '1' as versi_rumus, '1' as versi_skala, false as is_turunan,
        'TERSEDIA' as status_data, 'rapi' as peringatan
    from range(40) as r(i);
    create table kpi_pilar as
    select 'P' || i as kode_pilar, 2026 as tahun, 'TW1' as periode, 80.0 + i as skor_tersedia
    from range(2) as r(i);
    create table rilis as select date '2026-08-10' as tanggal_batas;
    create table kpi_kelengkapan as
    select '1.01' as kode_opd, 'S2' as id_siklus, 2026 as tahun, 'TW2' as periode;
"""
KEYS = {
    "kpi_indikator": INDICATOR_KEY,
    "kpi_pilar": ("kode_pilar", "tahun", "periode"),
    "kpi_kelengkapan": ("kode_opd", "id_siklus"),
}


def caught(folder: Path, change: str, *, later: Side | None = None, allowed=ALLOWED):
    """What the net says of a candidate that is the served release after one statement."""
    files = []
    for name, more in (("a.duckdb", ""), ("b.duckdb", change)):
        files.append(folder / name)
        with duckdb.connect(str(files[-1])) as connection:
            connection.execute(FIGURES + more)
    found = compare(*files, sides=(side(**OLD), later or side(**OLD)), keys=KEYS)
    return judge(found, allowed, figures=found.figures)


INVENTED = {
    "two indicators change places": "update kpi_indikator set realisasi = realisasi + "
    "case id_indikator when '1.01-001' then 10 when '1.01-002' then -10 else 0 end",
    "a decimal point is lost": "update kpi_indikator set realisasi = realisasi * 10 "
    "where kode_wilayah = '35.13.03'",
    "a district is dropped by a join": "delete from kpi_indikator where kode_wilayah = '35.13.01'",
    "a sign turns": "update kpi_indikator set realisasi = -realisasi where realisasi > 380",
    "a value becomes nothing": "update kpi_indikator set realisasi = null where realisasi = 101",
    "nothing becomes zero for a breakdown nobody reported": "insert into kpi_indikator "
    "select * replace ('L' as dimensi, 0.0 as realisasi) from kpi_indikator limit 1",
    "a quarter is read as another": "update kpi_indikator set periode = 'TW3' "
    "where periode = 'TW2' and id_indikator = '1.01-004'",
    "a code loses its zero": "update kpi_indikator set kode_wilayah = '35.13.1' "
    "where kode_wilayah = '35.13.01'",
    "one row of forty is rounded": "update kpi_indikator set realisasi = floor(realisasi / 2) "
    "where realisasi = 391",
    "a pillar is counted twice": "update kpi_pilar set skor_tersedia = skor_tersedia * 2",
}


@pytest.mark.parametrize("fault", INVENTED)
def test_a_class_of_fault_that_nobody_built_a_rule_for_is_caught(tmp_path, fault):
    assert caught(tmp_path, "") == []
    for name in ("a.duckdb", "b.duckdb"):
        (tmp_path / name).unlink()
    rows = caught(tmp_path, INVENTED[fault])
    assert {row.jenis for row in rows} & {UNNAMED, SCORE}
    assert all(row.pesan for row in rows)


def test_words_and_flags_are_no_figures(tmp_path):
    assert caught(tmp_path, "update kpi_indikator set peringatan = 'lain'") == []


@pytest.mark.parametrize(("rows", "kinds"), [(0, []), (4, [COUNTED]), (5, [OVER, COUNTED])])
def test_new_code_is_a_cause_that_is_counted_and_waits_above_its_threshold(tmp_path, rows, kinds):
    change = f"update kpi_indikator set realisasi = realisasi + 1 where realisasi < {rows * 10}"
    found = caught(tmp_path, change, later=side(versi_kode="c2", **OLD))
    assert [row.jenis for row in found] == kinds
    assert all(row.sebab == CODE and row.jumlah == rows for row in found)


@pytest.mark.parametrize(("points", "is_caught"), [(4.9, False), (5.1, True), (-5.1, True)])
def test_a_pillar_score_waits_when_it_moves_further_than_it_may(tmp_path, points, is_caught):
    change = f"update kpi_pilar set skor_tersedia = skor_tersedia + {points}"
    found = caught(tmp_path, change, later=side(versi_kode="c2", **OLD))
    assert any(row.jenis == SCORE for row in found) is is_caught


def test_the_thresholds_are_rows_and_what_no_row_allows_is_not_allowed(tmp_path):
    policy = PROJECT_ROOT / "dbt" / "seeds" / "policy"
    assert read_thresholds(policy).points > 0
    head, first, *_ = (policy / THRESHOLDS).read_text(encoding="utf-8").splitlines()
    (tmp_path / THRESHOLDS).write_text(f"{head}\n{first}\n", encoding="utf-8")
    assert read_thresholds(tmp_path) == Thresholds(
        0, 0.0, dict.fromkeys((FORMULA, "KEBIJAKAN", "PROFIL", CODE), 0.0)
    )
    (tmp_path / THRESHOLDS).write_text(f"{head}\n{first.replace(',0,', ',x,')}\n")
    with pytest.raises(ProfileError, match=r"ambang_jaring.csv line 2: nilai='x' is not a number"):
        read_thresholds(tmp_path)
