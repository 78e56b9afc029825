"""What the pages cost: over the served release, and at 60 agencies x 60 indicators x 16.

Printed and written: processor seconds of all, of the deck and of the press pack alone, peak memory,
files, bytes, the largest page. The site is what is left of all without those two. The large
release is the served one with its indicator rows multiplied; it is written once, then measured in
a process of its own, as a run writes it.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from time import process_time

import duckdb

from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.pages.faces import DATA, write_faces
from dagster_project.sae.pages.paket.write import write_pack
from dagster_project.sae.pages.reader import read_tables
from dagster_project.sae.pages.site.facts import Facts
from dagster_project.sae.pages.site.render import Site
from dagster_project.sae.pages.subset import SUBSET
from dagster_project.sae.release.facts import DATABASE, PUBLIC
from dagster_project.sae.release.serving import served_file
from lab.bench.measure import write_result

AGENCIES, INDICATORS, QUARTERS = 60, 60, 16
MOST_SAMPLE_SECONDS, MOST_SECONDS, MOST_MIB = 3.0, 30.0, 512.0
MOST_FIRST_PAGE, MOST_PAGE = 100_000, 300_000


@dataclass(frozen=True)
class Cost:
    """What writing the faces of one release took and left."""

    processor_seconds: float
    site_seconds: float
    material_seconds: float
    pack_seconds: float
    peak_mib: float
    files: int
    pages: int
    bytes: int
    first_page_bytes: int
    largest_page_bytes: int


def cost_of(release: Path) -> Cost:
    """Write the faces of a release in a process of its own.

    Raises:
        subprocess.CalledProcessError: it could not be written.
    """
    seconds, kib = _spent("write", release)
    material, _ = _spent("material", release)
    pack, _ = _spent("pack", release)
    public = release / PUBLIC
    files = [path for path in public.rglob("*") if path.is_file()]
    pages = [path.stat().st_size for path in files if path.suffix == ".html"]
    style = (public / "aset" / "gaya.css").stat().st_size
    return Cost(
        processor_seconds=round(seconds, 2),
        site_seconds=round(seconds - material - pack, 2),
        material_seconds=round(material, 2),
        pack_seconds=round(pack, 2),
        peak_mib=round(kib / 1024, 1),
        files=len(files),
        pages=len(pages),
        bytes=sum(path.stat().st_size for path in files),
        first_page_bytes=(public / "index.html").stat().st_size + style,
        largest_page_bytes=max(pages),
    )


def _spent(what: str, release: Path) -> tuple[float, int]:
    """Processor seconds and peak KiB of one part in a process of its own, its imports apart."""
    done = subprocess.run(
        [sys.executable, "-m", "lab.bench.pages", what, str(release)],
        check=True,
        capture_output=True,
        text=True,
    )
    seconds, kib = done.stdout.split()
    return float(seconds), int(kib)


def write_large(sample: Path, target: Path) -> None:
    """A release of 60 agencies with 60 indicators each over 16 quarters, made of the sample's."""
    with duckdb.connect(str(target)) as connection:
        connection.execute(f"attach '{sample}' as contoh (read_only)")
        for (table,) in connection.execute(
            "select table_name from duckdb_tables() where database_name = 'contoh'"
        ).fetchall():
            connection.execute(f"create table {table} as from contoh.main.{table}")
        connection.execute(
            f"""create table anggota as select
                'X' || lpad(cast(o as varchar), 2, '0') as opd,
                'X' || lpad(cast(o as varchar), 2, '0') || '-' || lpad(cast(i as varchar), 3, '0')
                    as id, 'Indikator ke-' || i || ' milik OPD ke-' || o as nama,
                'SAE-' || (1 + (o + i) % 5) as pilar, o, i
            from range(1, {AGENCIES + 1}) as a(o), range(1, {INDICATORS + 1}) as b(i)"""
        )
        for statement in _LARGE:
            connection.execute(statement)
        connection.execute("drop table anggota")


_LARGE = (
    "create or replace table dim_opd as select t.* replace (a.opd as kode_opd, "
    "'Dinas contoh ke-' || a.o as nama_opd, true as is_berlaku) "
    "from (select distinct opd, o from anggota) as a, (from dim_opd limit 1) as t",
    "create or replace table dim_indikator as select t.* replace (a.opd as kode_opd, "
    "a.id as id_indikator, a.nama as nama_indikator, a.pilar as kode_pilar) "
    "from anggota as a, (from dim_indikator where berlaku_sampai is null limit 1) as t",
    "create or replace table kpi_indikator as select t.* replace (a.opd as kode_opd, "
    "a.id as id_indikator, a.nama as nama_indikator, a.pilar as kode_pilar, "
    "cast(2026 - q // 4 as integer) as tahun, 'TW' || (1 + q % 4) as periode, "
    "40 + (a.i * 7 + q * 3) % 50 + q / 16.0 as realisasi, md5(a.id || q) as kunci) "
    f"from anggota as a, range({QUARTERS}) as r(q), "
    "(from kpi_indikator where status_capaian = 'TERCAPAI' limit 1) as t",
    "create or replace table mutu_keputusan as select t.* replace (a.opd as kode_opd, "
    "a.id as id_indikator, 2026 - q // 4 as tahun, 'TW' || (1 + q % 4) as periode, "
    "md5(a.id || q) as kunci) "
    f"from anggota as a, range({QUARTERS}) as r(q), "
    "(from mutu_keputusan where keputusan = 'rilis' and tahun is not null limit 1) as t",
    "create or replace table kpi_akselerasi as select t.* replace (a.opd as kode_opd, "
    "a.id as id_indikator, a.nama as nama_indikator, a.pilar as kode_pilar, 2022 + q as tahun) "
    "from anggota as a, range(4) as r(q), (from kpi_akselerasi limit 1) as t",
    "create or replace table kpi_tindak_lanjut as select t.* replace (a.opd as kode_opd, "
    "a.id as id_indikator, a.nama as nama_indikator, a.id || ':1' as id_tindak_lanjut) "
    "from anggota as a, (from kpi_tindak_lanjut where is_terbuka limit 1) as t where a.i % 3 = 0",
    "create or replace table kpi_opd as select t.* replace (a.opd as kode_opd, "
    "'Dinas contoh ke-' || a.o as nama_opd) from (select distinct opd, o from anggota) as a, "
    "(from kpi_opd where not is_diam and id_siklus = (select id_siklus from rilis) limit 1) as t",
)


def main() -> int:
    """Measure both, print, write; 1 when a limit is passed."""
    served = served_file(Settings.from_env())
    if not served.is_file():
        sys.stderr.write("nothing is served yet; run `make run` first\n")
        return 2
    found: dict[str, Cost] = {}
    with tempfile.TemporaryDirectory(prefix="sae-halaman-") as scratch:
        for name in ("sample", "large"):
            release = Path(scratch) / name
            release.mkdir()
            if name == "sample":
                (release / DATABASE).symlink_to(served.resolve())
            else:
                write_large(served.resolve(), release / DATABASE)
            found[name] = cost_of(release)
            sys.stdout.write(f"{name}: {found[name]}\n")
    write_result("pages", {name: asdict(cost) for name, cost in found.items()})
    return int(
        found["sample"].site_seconds > MOST_SAMPLE_SECONDS
        or found["large"].site_seconds > MOST_SECONDS
        or found["large"].peak_mib > MOST_MIB
        or any(cost.first_page_bytes > MOST_FIRST_PAGE for cost in found.values())
        or any(cost.largest_page_bytes > MOST_PAGE for cost in found.values())
    )


def _write(release: Path) -> None:
    """All of it, as a run writes it, with its imports."""
    write_faces(release)
    _report(0.0)


def _write_material(release: Path) -> None:
    from dagster_project.sae.pages.bahan import deck, write  # noqa: F401 - imported apart

    before = process_time()
    write.write_material(release / DATABASE, release / "bahan-lagi")
    _report(before)


def _write_pack(release: Path) -> None:
    import vl_convert  # noqa: F401 - imported apart

    subset = release / PUBLIC / DATA / SUBSET
    folder = release / "paket-lagi"
    folder.mkdir()
    site = Site(folder, Facts(read_tables(subset)))
    before = process_time()
    write_pack(site, subset)
    _report(before)


def _report(before: float) -> None:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"{process_time() - before} {peak}\n")


_PARTS = {"write": _write, "material": _write_material, "pack": _write_pack}

if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in _PARTS:
        _PARTS[sys.argv[1]](Path(sys.argv[2]))
    else:
        raise SystemExit(main())
