"""Why a number is not what it was: told only from what both releases recorded."""

from __future__ import annotations

import pytest

from dagster_project.sae.release.causes import Evidence, Row, explain
from dagster_project.sae.release.changes import (
    CLOCK,
    CODE,
    FORMULA,
    INPUTS,
    NEW_DATA,
    POLICY,
    PROFILE,
    REVISION,
    SCOPE,
    UNKNOWN,
    Side,
)

VERSIONS = {"versi_kebijakan": "k1", "versi_profil": "p1", "versi_kode": "c1"}
KEY = {"id_indikator": "1.01-001", "tahun": 2026, "periode": "TW1", "kode_wilayah": "35.13",
       "dimensi": ""}  # fmt: skip


def file(opd: str, cycle: str = "S1", version: int = 1) -> dict[str, object]:
    name = f"{opd}_{cycle}_v{version}.xlsx"
    return {"nama_berkas": name, "kode_opd": opd, "id_siklus": cycle, "hasil": "DITERIMA"}


def side(inputs: dict[str, dict[str, object]], *, cycle="S1", past=True, **versions: str) -> Side:
    return Side("R", cycle, past, VERSIONS | versions, inputs)


def row(realisasi: float, *, sha256: str = "a", **columns: object) -> dict[str, object]:
    base = {"kode_opd": "1.01", "kode_pilar": "P1", "id_siklus": "S1", "sha256_berkas": sha256,
            "realisasi_periode": realisasi, "rumus_id": "CAPAIAN-NAIK", "versi_rumus": "1.0",
            "versi_skala": "1", "is_turunan": False}  # fmt: skip
    return KEY | base | columns


def indicator(old, new) -> Row:
    key = {name: (new or old)[name] for name in KEY}
    return Row("kpi_indikator", key, old, new)


def told(former: Side, later: Side, *rows: Row, before=None, after=None):
    return explain(Evidence(former, later, before or {}, after or {}), rows)


A = {"a": file("1.01")}
BOTH = A | {"b": file("1.01", version=2)}
NEXT = A | {"b": file("1.01", "S2")}


@pytest.mark.parametrize(
    ("later", "old", "new", "cause", "proof"),
    [
        (side(BOTH), row(1), row(2, sha256="b"), REVISION, "1.01_S1_v2.xlsx menggantikan"),
        (side(BOTH), None, row(2, sha256="b"), REVISION, "menggantikan 1.01_S1_v1.xlsx"),
        (side(BOTH), row(1), None, REVISION, "baris ini tidak terbit lagi"),
        (side(NEXT), None, row(2, sha256="b", id_siklus="S2"), NEW_DATA, "berkas baru 1.01_S2"),
        (
            side(NEXT),
            row(1, is_turunan=True),
            row(2, sha256="b", is_turunan=True, id_siklus="S2"),
            NEW_DATA,
            "nilai tahun bertambah bagian",
        ),
        (side(NEXT), row(1), row(2, sha256="b", id_siklus="S2"), REVISION, "menggantikan"),
        (side(A), row(1), row(1, versi_rumus="1.1"), FORMULA, "NAIK 1.0 1 menjadi CAPAIAN-NAIK"),
        (side(A, versi_kebijakan="k2"), row(1), row(1), POLICY, "kebijakan k1 menjadi k2"),
        (side(A, versi_profil="p2"), row(1), row(1), PROFILE, "profil p1 menjadi p2"),
        (side(A, versi_kode="c2"), row(1), row(1), CODE, "kode c1 menjadi c2"),
        (side(A, past=False), row(1), row(1), CLOCK, "batas data belum lewat"),
        (side({}), row(1), None, INPUTS, "1.01_S1_v1.xlsx tidak lagi menjadi masukan"),
        (side({}, cycle="S0"), row(1), None, SCOPE, "di luar lingkup S0"),
        (side(A), row(1), row(2), UNKNOWN, "masukan dan versi yang sama"),
    ],
)
def test_one_cause_with_its_proof(later, old, new, cause, proof):
    [(causes, why)] = told(side(A), later, indicator(old, new))
    assert causes == (cause,)
    assert proof in why


def test_a_new_file_with_the_same_figures_is_not_blamed_for_a_new_policy():
    later = side(BOTH, versi_kebijakan="k2")
    [(causes, _)] = told(side(A), later, indicator(row(1), row(1, sha256="b")))
    assert causes[0] == POLICY


def test_every_version_that_changed_is_named_when_nothing_nearer_explains():
    later = side(A, versi_kebijakan="k2", versi_kode="c2")
    [(causes, why)] = told(side(A), later, indicator(row(1), row(1)))
    assert causes == (POLICY, CODE)
    assert why == "kebijakan k1 menjadi k2; kode c1 menjadi c2"


def test_a_cumulative_value_follows_the_quarter_that_was_revised():
    later = row(5, sha256="c", periode="TW2")
    rows = [
        indicator(row(1), row(2, sha256="b")),
        indicator(later, later),
    ]
    inputs = BOTH | {"c": file("1.01", "S3")}
    [_, (causes, why)] = told(side(A | {"c": file("1.01", "S3")}), side(inputs), *rows)
    assert causes == (REVISION,)
    assert why.startswith("mengikuti 1 perubahan indikator")


def test_a_pillar_follows_its_own_indicators_only():
    pillar = {"tahun": 2026, "periode": "TW1"}
    rows = [
        indicator(None, row(2, sha256="b", id_siklus="S2")),
        *(
            Row(
                "kpi_pilar",
                pillar | {"kode_pilar": code},
                {"skor": 1},
                pillar | {"kode_pilar": code},
            )
            for code in ("P1", "P2")
        ),
    ]
    [_, (own, _), (other, _)] = told(side(A), side(NEXT, versi_kode="c2"), *rows)
    assert own == (NEW_DATA,)
    assert other == (CODE, INPUTS)


def test_what_the_gate_held_before_or_holds_now_is_said():
    key = tuple(KEY.values())
    came = indicator(None, row(2, sha256="b"))
    went = indicator(row(1), None)
    [(_, why)] = told(side(A), side(BOTH), came, before={key: "ANG-03: tanpa baseline"})
    assert why.endswith("; sebelumnya ditahan: ANG-03: tanpa baseline")
    [(_, why)] = told(side(A), side(BOTH), went, after={key: "STR-06: bukan angka"})
    assert why.endswith("; kini ditahan: STR-06: bukan angka")


def test_an_opd_that_enters_with_a_new_cycle_is_scope_and_not_code():
    entry = {"kode_opd": "1.02", "id_siklus": "S2"}
    later = side(NEXT, cycle="S2", versi_kode="c2")
    [(causes, why)] = told(side(A), later, Row("kpi_kelengkapan", entry, None, entry))
    assert (causes, why) == ((SCOPE,), "siklus S2 masuk lingkup")


def test_a_changed_rule_is_policy_and_not_data():
    later = side(BOTH, versi_kebijakan="k2")
    [(causes, _)] = told(side(A), later, Row("aturan", {"id_aturan": "X"}, {"a": 1}, {"a": 2}))
    assert causes == (POLICY,)


def test_completeness_of_an_opd_changes_by_its_own_new_file():
    entry = {"kode_opd": "1.01", "id_siklus": "S1", "sha256_berkas": "a", "tepat_waktu": 1}
    changed = Row("kpi_kelengkapan", entry, entry, entry | {"sha256_berkas": "b"})
    [(causes, why)] = told(side(A), side(BOTH, versi_kode="c2"), changed)
    assert causes == (REVISION,)
    assert why == "berkas 1.01_S1_v2.xlsx menggantikan 1.01_S1_v1.xlsx"
