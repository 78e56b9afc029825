"""One file judged alone says what a whole run says about it, and the run sends the answer back."""

from __future__ import annotations

import json
import math

import openpyxl
import pandas as pd
import pytest

from dagster_project.sae.answer.remarks import split_place
from dagster_project.sae.answer.returns import write_returns
from dagster_project.sae.build.scope import read_scope
from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, load_catalogue
from dagster_project.sae.checks.light import UNKNOWN, judge_rows
from dagster_project.sae.checks.run import suites_of
from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.examine.facts import facts
from dagster_project.sae.examine.judged import judge
from dagster_project.sae.examine.onefile import one_file
from dagster_project.sae.intake.archive import archived_files
from dagster_project.sae.intake.ledger import naming_receipt
from dagster_project.sae.intake.pool import ReadingPool
from dagster_project.sae.intake.submission import Task

CASES = [
    pytest.param(name, marks=pytest.mark.xdist_group(name))
    for name in ("kuartal_kotor", "kuartal_campur", "kuartal_polos")
]


def read_again(case):
    """Every active file of a run, read as the run read it, by hash."""
    settings = case.settings
    active = set(case.build("select sha256_berkas from int_kiriman__aktif")["sha256_berkas"])
    tasks = [
        Task(
            path=str(file.path),
            sha256=file.sha256,
            file_name=naming_receipt(file).nama_berkas,
            size=file.first.ukuran,
            received=file.first.diterima_pada,
            judged=naming_receipt(file).diterima_pada,
            source=file.first.sumber,
        )
        for file in archived_files(settings.archive)
        if file.sha256 in active
    ]
    with ReadingPool(settings.layouts_dir, load_profile(settings.profile_dir)) as pool:
        return dict(zip([t.sha256 for t in tasks], pool.read_all(tasks), strict=True))


def inputs_of(case, submission):
    settings = case.settings
    profile = load_profile(settings.profile_dir)
    return one_file(settings, profile, submission, cutoff=read_scope(settings).tanggal_batas)


def same(own, other) -> bool:
    missing = other is None or bool(pd.isna(other))
    if own is None or missing:
        return own is None and missing
    if hasattr(other, "date") and not hasattr(own, "date"):  # a day that pandas made a moment
        other = other.date()
    if isinstance(other, pd.Timestamp):
        return own == other.date()
    return own == other or (isinstance(own, float) and math.isclose(own, float(other)))


@pytest.mark.parametrize("name", CASES)
def test_the_rows_made_from_one_file_are_those_of_the_warehouse(run_case, name):
    case = run_case(name)
    compared, wrong = 0, []
    facts_of_a_figure = set(case.build("select * from int_realisasi__fakta limit 0").columns)
    revised = {*REVISED, *facts_of_a_figure} - {"id_baris"}
    for table, key in KEYS.items():
        built = case.build(f"select * from {table}").astype(object).to_dict("records")
        for submission in read_again(case).values():
            inputs = inputs_of(case, submission)
            mine = (inputs.file.agency, inputs.file.cycle.id if inputs.file.cycle else None)
            theirs = {r[key]: r for r in built if (r["kunci_opd"], r["id_siklus"] or None) == mine}
            for row in facts(inputs).tables[table]:
                if table == "int_hambatan__uji" and row[key] not in theirs:
                    continue  # not missed when the whole year is known, or another file's by now
                other = theirs[row[key]]
                told = {c: v for c, v in row.items() if v is not UNKNOWN and c in other}
                if other.get("is_digantikan"):  # another file has said it again since
                    told = {c: v for c, v in told.items() if c not in revised}
                compared += len(told)
                wrong += [
                    (row[key], c, v, other[c]) for c, v in told.items() if not same(v, other[c])
                ]
    assert wrong == []
    assert compared > 400


KEYS = {
    "int_realisasi__uji": "id_baris",
    "int_opd_pilar__uji": "kode_pilar",
    "int_sampul__uji": "sha256_berkas",
    "int_hambatan__uji": "id_baris",
    "int_swadaya__uji": "id_baris",
    "int_anggaran__uji": "id_baris",
}
REVISED = {"is_meleset", "capaian_mentah", "capaian_tampil"}


@pytest.mark.parametrize("name", CASES)
def test_a_file_alone_is_told_what_the_run_tells_it(run_case, name):
    case = run_case(name)
    settings = case.settings
    catalogue = load_catalogue(settings.policy_dir / CATALOGUE_NAME)
    suites = suites_of(settings)
    found = case.build(
        "select sha256_berkas, id_aturan, sel, isi, pesan, id_baris, entitas, is_berkas_aktif "
        # That a pillar has no result left is known after every rule of the run (int_temuan__pilar).
        "from int_temuan__dinilai where is_berkas_aktif"
    ).astype(object)
    found = found.where(found.notna(), None).to_dict("records")
    replaced = set(
        case.build("select id_baris from int_realisasi__uji where is_digantikan")["id_baris"]
    )
    compared = set(case.build("select * from int_realisasi__fakta limit 0").columns)
    # Once a later file has said it again, the run asks these no more; the file alone cannot know.
    outdated = {
        e.rule.id_aturan for s in suites for e in s.expectations if compared & {*e.judged_columns}
    }
    for sha256, submission in read_again(case).items():
        inputs = inputs_of(case, submission)
        told = judge(
            settings,
            inputs.profile,
            submission,
            catalogue=catalogue,
            suites=suites,
            cutoff=inputs.scope.tanggal_batas,
        )
        own = {
            (r.rule, *split_place(r.place if r.sheet else None), r.message) for r in told.remarks
        }
        waiting = undecided(suites, inputs)
        rules = {e.rule.id_aturan for suite in suites for e in suite.expectations}
        later = {r.id_aturan for suite in suites if suite.needs_cycle for r in suite.rules}
        theirs = [row for row in found if row["sha256_berkas"] == sha256]
        run = {
            (
                row["id_aturan"],
                *split_place(row["sel"]),
                row["pesan"].removeprefix(f"{row['sel']}: "),
            )
            for row in theirs
            if row["id_aturan"] not in later
            and (row["id_aturan"], row["id_baris"]) not in waiting
            and not (row["id_aturan"] in rules and is_elsewhere(row, inputs))
        }
        rows = facts(inputs).tables["int_realisasi__uji"]
        if replaced & {row["id_baris"] for row in rows}:
            own = {remark for remark in own if remark in run or remark[0] not in outdated}
        assert own == run, inputs.file.row["nama_berkas"]


def undecided(suites, inputs):
    """(rule, row) that the file alone leaves open."""
    tables = facts(inputs).tables
    return {
        (expectation.rule.id_aturan, tables[suite.table][position].get("id_baris"))
        for suite in suites
        for expectation in suite.expectations
        for position in judge_rows(tables.get(suite.table, []), expectation).undecided
    }


def is_elsewhere(row, inputs) -> bool:
    """A content finding on this file's definition that a later file's figure brought up."""
    return row["id_baris"] is not None and not row["id_baris"].startswith(inputs.file.sha256[:12])


@pytest.mark.parametrize("name", CASES)
def test_every_file_with_findings_has_its_answer_and_no_other(run_case, name):
    case = run_case(name)
    wanted = case.build(
        "select distinct sha256_berkas from int_temuan__status "
        "where status = 'gagal' and sha256_berkas is not null"
    )["sha256_berkas"]
    answers = [json.loads(p.read_text()) for p in case.settings.returns.glob("*/*.json")]
    assert {a["sha256_berkas"] for a in answers} == set(wanted)
    for answer in answers:
        folder = case.settings.returns / (answer["kode_opd"] or "tanpa-kode")
        stem = answer["nama_berkas"].rsplit(".", 1)[0]
        book = openpyxl.load_workbook(folder / f"{stem}_perbaikan.xlsx")
        assert book.sheetnames[0] == "PERBAIKAN"
        assert (folder / f"{stem}_perbaikan.md").is_file()


@pytest.mark.xdist_group("kuartal_campur")
def test_a_second_run_touches_no_answer_and_takes_those_away_that_are_no_longer_true(own_case):
    case = own_case("kuartal_campur")
    before = {p: p.stat().st_mtime_ns for p in case.settings.returns.rglob("*.xlsx")}
    stale = case.settings.returns / "9.99.99"
    stale.mkdir()
    first = next(iter(before))
    for suffix in (".xlsx", ".json", ".md"):
        (stale / f"lama_perbaikan{suffix}").write_bytes(first.with_suffix(suffix).read_bytes())
    (stale / "catatan.json").write_text("{}", encoding="utf-8")
    write_returns(case.settings)
    assert {p: p.stat().st_mtime_ns for p in case.settings.returns.rglob("*.xlsx")} == before
    assert [p.name for p in stale.iterdir()] == ["catatan.json"]
