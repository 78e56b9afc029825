"""One submission of one agency before it becomes a file: a cover and the rows of each sheet.

Belongs here: cover, INDIKATOR and REALISASI of a clean report, and its sheets together.
Stays out: obstacles (`obstacles`), the other sheets (`sheets`), what is then broken on purpose
(`sins`), bytes (`workbook`).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from dagster_project.sae.contract.profile import Cycle, Opd
from dagster_project.sae.sample.catalogue import Output
from dagster_project.sae.sample.obstacles import followed_up, missed_rows
from dagster_project.sae.sample.reported import end_of, number_text, periods
from dagster_project.sae.sample.series import Point
from dagster_project.sae.sample.sheets import annex
from dagster_project.sae.sample.world import LABEL, Entry, World

Row = dict[str, Any]
NOMENCLATURE = "900.1.15.5-3406/2024"
CHANNELS = ("PORTAL", "SUREL", "MEJA_LAYANAN")
_ACTING, _VACANT = 12, 10  # which sample agency is led by an acting head, which by nobody


@dataclass
class Submission:
    """One report; `tables` holds the rows of each sheet by sheet name."""

    opd: Opd
    cycle: Cycle
    version: int
    received: datetime
    channel: str
    cover: Row
    tables: dict[str, list[Row]]
    touched: set[str] = field(default_factory=set)

    @property
    def file_name(self) -> str:
        """Name of the workbook: agency, year, period, version."""
        cycle = self.cycle
        return f"{self.opd.code}_{cycle.year}_{cycle.period}_v{self.version}.xlsx"


def build_submission(world: World, opd: Opd, *, number: int, cycle: Cycle) -> Submission:
    """A clean report of that agency for that cycle.

    Args:
        world: what all files share.
        opd: the agency.
        number: place of the agency in the roster, from 1; it names the invented people.
        cycle: the cycle it reports for.
    """
    entries = world.entries(opd)
    received = _received(world, opd, cycle)
    points = {
        (entry.id, year, period): entry.path.point(year, period)
        for entry in entries
        for year, period in periods(entry, cycle)
    }
    tables = {
        "INDIKATOR": [_indicator(world, entry) for entry in entries],
        "REALISASI": [
            actual(world, entry, year=year, period=period, point=points[entry.id, year, period])
            for entry in entries
            for year, period in periods(entry, cycle)
        ],
        "HAMBATAN_TL": [
            *missed_rows(world, cycle, entries=entries, points=points),
            *followed_up(world, entries, cycle=cycle),
        ],
        **annex(world, opd, number=number, cycle=cycle, entries=entries),
    }
    return Submission(
        opd=opd,
        cycle=cycle,
        version=1,
        received=received,
        channel=world.random(opd.code, cycle.id, "lewat").choice(CHANNELS),
        cover=_cover(world, opd, number=number, cycle=cycle, signed=received.date()),
        tables=tables,
    )


def _received(world: World, opd: Opd, cycle: Cycle) -> datetime:
    random = world.random(opd.code, cycle.id, "diterima")
    window = max((cycle.deadline - cycle.opened).days - 4, 1)
    day = cycle.opened + timedelta(days=1 + int(random.random() * window))
    hour, minute = 8 + int(random.random() * 7), int(random.random() * 60)
    return datetime(day.year, day.month, day.day, hour, minute)


def _cover(world: World, opd: Opd, *, number: int, cycle: Cycle, signed: date) -> Row:
    head = f"Kepala OPD Contoh {number:02d}"
    status = {_ACTING: "PLT", _VACANT: "KOSONG"}.get(number, "DEFINITIF")
    vacant = status == "KOSONG"
    return {
        "versi_template": "1.0",
        "kode_opd": opd.code,
        "nama_opd": opd.name,
        "id_siklus": cycle.id,
        "tahun": cycle.year,
        "periode": cycle.period,
        "nama_kepala_opd": None if vacant else head,
        "status_jabatan": status,
        "tanggal_pengesahan": signed,
        "disahkan_oleh": f"Sekretaris OPD Contoh {number:02d}" if vacant else head,
        "nama_operator": f"Operator Contoh {number:02d}",
        "kontak_operator": "(kontak contoh, sengaja kosong)",
        "pelajaran_periode_ini": f"{LABEL}. {world.catalogue(opd).pelajaran}",
    }


def _indicator(world: World, entry: Entry) -> Row:
    measure, source = entry.measure, world.source(entry.measure.sumber)
    row: Row = {
        "id_indikator": entry.id,
        "nama_indikator": entry.name,
        "definisi_operasional": measure.definisi,
        "level_hasil": measure.level,
        "kode_pilar": entry.pillar,
        "jenis_indikator": measure.jenis,
        "satuan": measure.satuan,
        "polaritas": measure.arah,
        "jenis_agregasi": measure.agregasi,
        "rumus": measure.formula,
        "sumber_data": source.code,
        "metode": source.method,
        "produsen_data": source.producer,
        "jadwal_rilis": "Maret tahun berikutnya"
        if measure.agregasi == "TAHUNAN_SAJA"
        else "Paling lambat hari kesepuluh sesudah triwulan berakhir",
        "program_unggulan": "YA" if measure.unggulan else "TIDAK",
        "layak_publik": "YA",
    }
    if entry.output is not None:
        return row | _output_fields(entry.output, parent_id=entry.parent_id)
    bounds = measure.batas or ((0, 100) if measure.satuan in ("persen", "indeks") else (None, None))
    return row | {
        "pembilang_nama": measure.pembilang,
        "penyebut_nama": measure.penyebut,
        "batas_bawah_logis": bounds[0],
        "batas_atas_logis": bounds[1],
        "baseline_nilai": entry.path.baseline,
        "baseline_tahun": world.clock.base_year,
        "baseline_sumber": source.code,
        "target_akhir_rpjmd": round(measure.akhir, entry.path.decimals),
        "tahun_akhir": world.clock.end_year,
        "bobot": 1,
        "kelompok_sasaran": measure.sasaran,
        "ukuran_warga_id": "Survei kepuasan masyarakat"
        if source.code == "SKM"
        else "Survei independen kepada warga",
    }


def _output_fields(output: Output, *, parent_id: str | None) -> Row:
    parts = output.sub.split(".")
    return {
        "level_hasil": "OUTPUT",
        "jenis_indikator": "PROGRAM",
        "kode_program": ".".join(parts[:3]),
        "kode_kegiatan": ".".join(parts[:5]),
        "kode_sub_kegiatan": output.sub,
        "versi_nomenklatur": NOMENCLATURE,
        "id_indikator_induk": parent_id,
    }


def actual(world: World, entry: Entry, *, year: int, period: str, point: Point) -> Row:
    """The row of REALISASI for one period, as a careful operator fills it in."""
    measure, low_high = entry.measure, entry.measure.rentang or (None, None)
    row: Row = {
        "id_indikator": entry.id,
        "tahun": year,
        "periode": period,
        # An empty region means the whole regency; outputs leave it empty, as operators do.
        "kode_wilayah": None if entry.output else world.profile.facts["kode_wilayah"],
        "target_tahun": point.target_year,
        "target_periode": point.target_period,
        "target_bawah": low_high[0],
        "target_atas": low_high[1],
        "tanggal_referensi_data": end_of(year, period),
        "bukti_tautan": f"https://contoh.invalid/bukti/{entry.id}/{year}-{period}",
    }
    if point.value is None:
        return row | {
            "status_data": "BELUM_RILIS",
            "tanggal_rilis_diharapkan": date(year + 1, 3, 15),
        }
    row |= {
        "realisasi": point.value.actual,
        "status_data": "NOL_TERKONFIRMASI" if point.value.actual == 0 else "TERSEDIA",
        "pembilang": point.value.numerator,
        "penyebut": point.value.denominator,
    }
    if entry.output is not None:
        return row
    share = world.random(entry.id, year, period, "penerima").uniform(0.9, 1.1)
    people = int(measure.penerima * share)
    return row | {
        "perubahan_dirasakan": (
            f"{_change(world, entry, year=year, period=period, actual=point.value.actual)}; "
            f"{number_text(people, 0)} orang: {measure.sasaran.lower()}."
        ),
        "jumlah_penerima_manfaat": people,
    }


def _change(world: World, entry: Entry, *, year: int, period: str, actual: float) -> str:
    """What changed, before and after; where a quarter cannot be held against a year, both."""
    places, unit, base = entry.path.decimals, entry.measure.satuan, world.clock.base_year
    now = f"{number_text(actual, places)} {unit}"
    start = number_text(entry.path.baseline, places)
    if year <= base:
        return f"Keadaan sebelum program pada {year}: {now}"
    if entry.measure.agregasi == "KUMULATIF" and period != "THN":
        return f"Tercatat {now} pada {year} {period}; setahun penuh {base}: {start}"
    return f"Dari {start} ({base}) menjadi {now} ({year} {period})"
