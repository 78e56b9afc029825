"""Which rules a published number passed, which it only survived, and what was waived.

Belongs here: matching findings to a number, and the evidence that its rules were evaluated.
Stays out: judging anything anew: what the checks and the gate said is repeated, nothing more.
"""

from __future__ import annotations

from typing import Any

from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.installation.settings import Settings
from dagster_project.sae.readers.trace.facts import RuleLine, Waiver
from dagster_project.sae.readers.trace.served import Served

EVIDENCE, DECISION = "bukti", "putusan"
_WAIVERS = "pengecualian.csv"
_WAIVED = "dikecualikan"
# Rules on money and on residents' own contributions judge rows that are no figures.
_NOT_OF_FIGURES = ("anggaran", "swadaya")
_OF_A_FIGURE = (
    *("id_indikator", "tahun", "periode", "kode_opd", "id_siklus"),
    *("sha256_berkas", "lembar"),
)
Row = dict[str, Any]


class Rules:
    """The rules of the served release."""

    def __init__(self, settings: Settings, served: Served, *, release_id: str) -> None:
        self._settings = settings
        self._served = served
        self._release_id = release_id
        self._catalogue = served.query("select * from aturan order by id_aturan")
        self._checked = self._evaluated_on_rows()

    def of(self, row: Row) -> tuple[tuple[RuleLine, ...], tuple[RuleLine, ...], str]:
        """Rules without a finding on the number, those with one, and where the first are from."""
        findings = self._findings(row)
        named = {finding["id_aturan"] for finding in findings} | self._broken_beside(row)
        titles = {rule["id_aturan"]: rule["judul"] for rule in self._catalogue}
        found = tuple(
            RuleLine(
                f["id_aturan"],
                f["tingkat"],
                titles.get(f["id_aturan"], ""),
                f["status"],
                f["pesan"],
            )
            for f in findings
        )
        read = self._evaluated_on_file(str(row["sha256_berkas"]))
        has_evidence = self._checked is not None and read is not None
        evaluated = (self._checked or set()) | (read or set())
        passed = tuple(
            RuleLine(rule["id_aturan"], rule["tingkat"], rule["judul"], "lulus")
            for rule in self._catalogue
            if rule["id_aturan"] not in named
            and rule["entitas"] not in _NOT_OF_FIGURES
            and (not has_evidence or rule["id_aturan"] in evaluated)
        )
        return passed, found, EVIDENCE if has_evidence else DECISION

    def waivers(self, row: Row, found: tuple[RuleLine, ...]) -> tuple[Waiver, ...]:
        """Who set aside the rules that are waived on the number."""
        waived = {line.id for line in found if line.status == _WAIVED}
        file = self._settings.policy_dir / _WAIVERS
        if not waived or not file.is_file():
            return ()
        keys = {
            row["id_indikator"],
            f"{row['id_indikator']}:{row['tahun']}:{row['periode']}",
            row["kode_opd"],
            f"{row['kode_opd']}:{row['id_siklus']}",
        }
        rows = seed_rows(self._settings.policy_dir, _WAIVERS)
        return tuple(
            Waiver(
                w.text("id_aturan"), w.text("pemilik"), w.text("alasan"), w.text("berlaku_sampai")
            )
            for w in rows
            if w.text("id_aturan") in waived and w.text("kunci") in keys
        )

    def _findings(self, row: Row) -> list[Row]:
        """Findings that concern the figure, not all of its agency's.

        They name its indicator; or hold its whole file, report or pillar; or are about its file or
        report as such; or about its own sheet or sheet row. What another sheet or another
        indicator has to mend, and information about the agency, is not about this number.
        """
        address = f"{row['lembar']}!{row['sel']}"
        return self._served.query(
            """
            select * from mutu_temuan
            where
                case
                    when id_indikator is not null then
                        id_indikator = $id_indikator and coalesce(tahun, $tahun) = $tahun
                        and coalesce(periode, $periode) = $periode
                        and kode_opd = $kode_opd and id_siklus = $id_siklus
                    when entitas not in ('berkas', 'opd', 'opd_pilar') then false
                    when entitas = 'berkas' and sha256_berkas <> $sha256_berkas then false
                    when
                        entitas <> 'berkas'
                        and (
                            kode_opd <> $kode_opd or id_siklus <> $id_siklus
                            or coalesce(kode_pilar, $kode_pilar) <> $kode_pilar
                        )
                        then false
                    when tingkat = 'K' then true
                    when sel is null then entitas = 'berkas' or tingkat <> 'I'
                    else
                        sel in ($lembar, $address)
                        or regexp_replace(sel, '![A-Z]+', '!')
                        = regexp_replace($address, '![A-Z]+', '!')
                end
            order by id_aturan, id_temuan
            """,
            {name: row[name] for name in _OF_A_FIGURE}
            | {"kode_pilar": row["kode_pilar"] or "", "address": address},
        )

    def _broken_beside(self, row: Row) -> set[str]:
        """Rules that the report or its file broke as a whole: nobody may say that they passed."""
        rows = self._served.query(
            """
            select distinct id_aturan from mutu_temuan
            where
                entitas <> 'baris' and id_indikator is null
                and (
                    sha256_berkas = $sha256_berkas
                    or (kode_opd = $kode_opd and id_siklus = $id_siklus)
                )
            """,
            {name: row[name] for name in ("sha256_berkas", "kode_opd", "id_siklus")},
        )
        return {str(found["id_aturan"]) for found in rows}

    def _evaluated_on_rows(self) -> set[str] | None:
        """Rules of the check that were evaluated for this very release, None without evidence."""
        import pyarrow.parquet as pq

        file = self._settings.evidence / "dq_results.parquet"
        if not file.is_file():
            return None
        rows = pq.read_table(file).to_pylist()
        own = [row for row in rows if row["id_rilis"] == self._release_id]
        return {row["id_aturan"] for row in own} if own else None

    def _evaluated_on_file(self, sha256: str) -> set[str] | None:
        """Rules of intake that were evaluated on a file, None when its landing is gone."""
        import pyarrow.parquet as pq

        for file in sorted(self._settings.landing.glob("[!.]*/periksa.parquet")):
            rows = pq.read_table(file, filters=[("sha256_berkas", "=", sha256)]).to_pylist()
            if rows:
                return {str(row["id_aturan"]) for row in rows}
        return None
