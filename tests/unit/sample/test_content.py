"""What stands in the committed sample: consistent where it is clean, wrong where it says so."""

from __future__ import annotations

from collections import defaultdict

import pytest

from dagster_project.sae.contract.profile import load_profile
from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
from dagster_project.sae.installation.settings import PROJECT_ROOT
from dagster_project.sae.sample.sins import PLAN, Sin
from dagster_project.sae.sample.submission import Row, Submission
from dagster_project.sae.sample.write import Sample, build_sample

TEMPLATE = load_template(PROJECT_ROOT / "data_raw" / "layouts" / TEMPLATE_NAME)
PROFILE = load_profile(PROJECT_ROOT / "dbt" / "seeds" / "profil" / "probolinggo")
HELD = {"STR-01", "STR-07", "DPK-01", "WKT-02", "PUB-01"}
FLAGS = {"JJR-04", "JJR-07", "JJR-08", "WKT-01"}
LATEST, YEARLY = "RAKOREV-2026-04", "RAKOREV-2026-01"


@pytest.fixture(scope="module")
def sample() -> Sample:
    return build_sample(agencies=12, periods=4, seed=2026, profile=PROFILE)


@pytest.fixture(scope="module")
def active(sample: Sample) -> dict[tuple[str, str], Submission]:
    """The version that counts of each agency and cycle."""
    found: dict[tuple[str, str], Submission] = {}
    for submission in sorted(sample.submissions, key=lambda s: s.version):
        found[submission.opd.code, submission.cycle.id] = submission
    return found


def _is_missed(indicator: Row, row: Row) -> bool:
    """7.2 without the running sum of a KUMULATIF indicator, whose quarters need other files."""
    promised = row["target_tahun"] if row["target_periode"] is None else row["target_periode"]
    if indicator["polaritas"] == "RENTANG":
        return not row["target_bawah"] <= row["realisasi"] <= row["target_atas"]
    if indicator["polaritas"] == "NAIK":
        return bool(row["realisasi"] < promised)
    return bool(row["realisasi"] > promised)


def test_every_planned_sin_is_in_the_committed_sample(sample: Sample) -> None:
    assert {sin.jenis for sin in sample.sins} == {planned.kind for planned in PLAN}


def test_most_agencies_sin_nowhere(sample: Sample) -> None:
    agencies = {submission.opd.code for submission in sample.submissions}
    assert len({sin.kode_opd for sin in sample.sins if sin.id_aturan}) < len(agencies) / 2


@pytest.mark.parametrize(
    ("kind", "sheet", "value"),
    [
        ("versi-templat-salah", "SAMPUL", "0.9"),
        ("tanpa-angka-awal", "INDIKATOR", None),
        (
            *("kegiatan-sebagai-hasil", "INDIKATOR"),
            "Jumlah rumah tidak layak huni yang diperbaiki",
        ),
        ("nol-tanpa-konfirmasi", "REALISASI", 0),
        ("persen-tanpa-penyebut", "REALISASI", None),
        ("tidak-diukur", "REALISASI", "TIDAK_DIUKUR"),
    ],
)
def test_the_documented_cell_holds_the_sin(
    sample: Sample, kind: str, sheet: str, value: object
) -> None:
    sin = next(s for s in sample.sins if s.jenis == kind)
    assert (sin.lembar, _cell(sample, sin)) == (sheet, value)


def test_text_typed_for_a_number_stands_in_both_documented_cells(sample: Sample) -> None:
    found = [_cell(sample, sin) for sin in sample.sins if sin.id_aturan == "STR-06"]
    assert found == ["1.234", "dua puluh"]


def _cell(sample: Sample, sin: Sin) -> object:
    submission = next(s for s in sample.submissions if s.file_name == sin.nama_berkas)
    fields = [field.id for field in TEMPLATE.sheet(sin.lembar).fields]
    letters = sin.sel.rstrip("0123456789")
    row = int(sin.sel[len(letters) :]) - 2
    if sin.lembar == "SAMPUL":
        return submission.cover[fields[row]]
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return submission.tables[sin.lembar][row].get(fields[column - 1])


def test_only_the_documented_percentage_differs_from_its_parts(sample: Sample) -> None:
    wrong = [
        (submission.file_name, row["id_indikator"])
        for submission in sample.submissions
        for row in submission.tables["REALISASI"]
        if row.get("pembilang") is not None and row.get("penyebut")
        if isinstance(row["realisasi"], float)
        if _unit(submission, row) == "persen"
        if abs(round(100 * row["pembilang"] / row["penyebut"], 2) - row["realisasi"]) > 1e-9
    ]
    assert wrong == [
        (s.nama_berkas, s.id_indikator) for s in sample.sins if s.id_aturan == "ANG-07"
    ]


def _unit(submission: Submission, row: Row) -> str:
    indicators = submission.tables["INDIKATOR"]
    return next(i["satuan"] for i in indicators if i["id_indikator"] == row["id_indikator"])


def test_only_the_documented_miss_has_no_obstacle(sample: Sample) -> None:
    silent = []
    for submission in sample.submissions:
        indicators = {row["id_indikator"]: row for row in submission.tables["INDIKATOR"]}
        told = {(r["id_indikator"], r["periode"]) for r in submission.tables["HAMBATAN_TL"]}
        for row in submission.tables["REALISASI"]:
            indicator = indicators[row["id_indikator"]]
            running = indicator["jenis_agregasi"] == "KUMULATIF" and row["periode"] not in (
                "TW1", "THN",
            )  # fmt: skip
            own = (row["tahun"], row["periode"]) == (submission.cycle.year, submission.cycle.period)
            if not own or not isinstance(row.get("realisasi"), int | float) or running:
                continue
            key = (row["id_indikator"], row["periode"])
            if _is_missed(indicator, row) and key not in told:
                silent.append((submission.file_name, row["id_indikator"]))
    documented = [(s.nama_berkas, s.id_indikator) for s in sample.sins if s.id_aturan == "JJR-01"]
    assert silent == documented


def test_a_year_is_put_together_from_its_quarters(sample: Sample) -> None:
    """7.1: sums, last positions and peaks of the four quarters equal the reported year."""
    combine = {"KUMULATIF": sum, "POSISI_AKHIR": lambda q: q[-1], "MAKSIMUM": max}
    wrong = []
    for submission in sample.submissions:
        if submission.cycle.id != YEARLY:
            continue
        values: dict[str, dict[str, float]] = defaultdict(dict)
        for row in submission.tables["REALISASI"]:
            if row["tahun"] == submission.cycle.year:
                values[row["id_indikator"]][row["periode"]] = row["realisasi"]
        conflicting = {s.id_indikator for s in sample.sins if s.id_aturan == "KOL-02"}
        for indicator in submission.tables["INDIKATOR"]:
            own = values[indicator["id_indikator"]]
            how = combine.get(indicator["jenis_agregasi"])
            if how is None or indicator["id_indikator"] in conflicting:
                continue
            year = how([own[f"TW{quarter}"] for quarter in range(1, 5)])
            if abs(year - own["THN"]) > 1e-6:
                wrong.append((indicator["id_indikator"], own))
    assert wrong == []


def test_the_baseline_is_the_reported_value_of_its_year(sample: Sample) -> None:
    wrong = []
    for submission in sample.submissions:
        values = {
            (row["id_indikator"], row["tahun"]): row["realisasi"]
            for row in submission.tables["REALISASI"]
            if row["periode"] == "THN"
        }
        for indicator in submission.tables["INDIKATOR"]:
            key = (indicator["id_indikator"], indicator.get("baseline_tahun"))
            if key in values and values[key] != indicator["baseline_nilai"]:
                wrong.append(key)
    assert wrong == []


def test_all_pillars_all_aggregations_and_all_directions_occur(sample: Sample) -> None:
    rows = [row for s in sample.submissions for row in s.tables["INDIKATOR"]]
    results = [row for row in rows if row["level_hasil"] in ("OUTCOME", "DAMPAK")]
    assert {row["kode_pilar"] for row in results} == {f"SAE-{n}" for n in range(1, 6)}
    assert {row["polaritas"] for row in results} == {"NAIK", "TURUN", "RENTANG"}
    assert {row["jenis_agregasi"] for row in results} == {
        "KUMULATIF", "POSISI_AKHIR", "RATA_RATA", "MAKSIMUM", "TAHUNAN_SAJA",
    }  # fmt: skip


def test_shared_indicators_agree_but_for_the_documented_conflict(
    sample: Sample, active: dict[tuple[str, str], Submission]
) -> None:
    seen: dict[tuple[object, ...], dict[str, object]] = defaultdict(dict)
    for submission in active.values():
        names = {r["id_indikator"]: r["nama_indikator"] for r in submission.tables["INDIKATOR"]}
        for row in submission.tables["REALISASI"]:
            if row["kode_wilayah"] not in {None, PROFILE.facts["kode_wilayah"]}:
                continue
            key = (names[row["id_indikator"]], row["tahun"], row["periode"])
            seen[key][submission.opd.code] = row.get("realisasi")
    conflicts = [name for (name, *_), said in seen.items() if len(set(said.values())) > 1]
    documented = [sin.uraian for sin in sample.sins if sin.id_aturan == "KOL-02"]
    assert documented == [f"Berbeda dari angka pemimpin untuk '{name}'" for name in conflicts]


def _coverage(
    sample: Sample, active: dict[tuple[str, str], Submission], cycle: str
) -> dict[str, float]:
    """Share of owed outcomes that a file reports and no sin blocks, by pillar (7.6)."""
    blocked = {
        (s.kode_opd, s.id_indikator)
        for s in sample.sins
        if s.id_siklus == cycle and s.lembar and s.id_aturan not in FLAGS
    }
    held = {s.kode_opd for s in sample.sins if s.id_siklus == cycle and s.id_aturan in HELD}
    superseded = {s.opd.code for s in active.values() if s.version > 1 and s.cycle.id == cycle}
    owed, scored = defaultdict(int), defaultdict(int)
    agencies = {code for code, _ in active}
    for code in agencies:
        submission = active.get((code, cycle)) or active[code, YEARLY]
        for row in submission.tables["INDIKATOR"]:
            is_yearly = row["jenis_agregasi"] == "TAHUNAN_SAJA"
            if row["level_hasil"] not in ("OUTCOME", "DAMPAK") or (is_yearly and cycle != YEARLY):
                continue
            owed[row["kode_pilar"]] += 1
            is_blocked = (code, row["id_indikator"]) in blocked and code not in superseded
            if not is_blocked and (code not in held or code in superseded):
                scored[row["kode_pilar"]] += 1
    return {pillar: scored[pillar] / owed[pillar] for pillar in sorted(owed)}


def test_most_pillars_are_covered_in_2025_in_spite_of_the_sins(
    sample: Sample, active: dict[tuple[str, str], Submission]
) -> None:
    coverage = _coverage(sample, active, YEARLY)
    assert len(coverage) == 5
    assert sum(share >= 0.8 for share in coverage.values()) >= 4, coverage


def test_a_pillar_falls_below_its_coverage_in_the_latest_cycle(
    sample: Sample, active: dict[tuple[str, str], Submission]
) -> None:
    coverage = _coverage(sample, active, LATEST)
    assert [pillar for pillar, share in coverage.items() if share < 0.8] == ["SAE-5"], coverage


def test_the_superseded_first_versions_arrive_before_the_second(sample: Sample) -> None:
    first = {(s.opd.code, s.cycle.id): s for s in sample.submissions if s.version == 1}
    second = [s for s in sample.submissions if s.version == 2]
    assert len(second) == 2
    assert all(first[s.opd.code, s.cycle.id].received < s.received for s in second)


def test_only_the_documented_report_is_late_and_it_still_counts(sample: Sample) -> None:
    late = [s for s in sample.submissions if s.received.date() > s.cycle.deadline]
    assert [s.file_name for s in late] == [
        sin.nama_berkas for sin in sample.sins if sin.id_aturan == "WKT-01"
    ]
    assert all(s.received.date() <= s.cycle.cutoff for s in late)
