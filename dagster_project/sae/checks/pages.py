"""The documents made from the catalogue and the suite model: `docs/aturan.md` and the schema.

Belongs here: rendering both; `python -m dagster_project.sae.checks.pages` writes them.
Stays out: any text of a rule (the catalogue). A test renders again and compares.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from dagster_project.sae.checks.catalogue import CATALOGUE_NAME, Catalogue, Rule, load_catalogue
from dagster_project.sae.checks.expectation import Suite
from dagster_project.sae.checks.suite_file import SuiteFile
from dagster_project.sae.checks.suites import load_suites
from dagster_project.sae.checks.vocabulary import SHAPES
from dagster_project.sae.installation.settings import PROJECT_ROOT

COMMAND = "python -m dagster_project.sae.checks.pages"

PAGE = Path("docs/aturan.md")
SCHEMA = Path("expectations/suite.schema.json")

_SEVERITY = {
    "B": "B, baris ditahan",
    "K": "K, seluruh laporan OPD ditahan",
    "P": "P, peringatan; angka tetap terbit dengan tanda",
    "I": "I, keterangan",
}
_PLACE = {
    "ingest": "saat berkas dibaca",
    "gx": "saat isi diperiksa",
    "dbt": "saat tabel dibangun",
}
_ENTITY = {
    "berkas": "satu berkas",
    "baris": "satu baris angka",
    "anggaran": "satu baris anggaran",
    "swadaya": "satu baris swadaya",
    "opd": "satu OPD dalam satu siklus",
    "opd_pilar": "satu OPD pada satu pilar",
}
_INTRODUCTION = """# Aturan pemeriksaan

Semua OPD berbicara dengan angka, tentang dampak dan perubahan, bukan hanya aktivitas. Setiap
laporan melewati aturan di bawah ini. Baris yang melanggar aturan **B** ditahan sendiri, laporan OPD
yang melanggar aturan **K** ditahan seluruhnya, dan keduanya tampak di rilis beserta alasannya.
Aturan **P** dan **I** tidak menahan apa pun. Nama dalam kurung kurawal pada pesan diganti dengan
isi baris yang bersangkutan."""


def catalogue_page(catalogue: Catalogue, suites: tuple[Suite, ...]) -> str:
    """The catalogue as a Markdown page, in Indonesian, rules in the order of the seed."""
    suite_of = {rule.id_aturan: suite.name for suite in suites for rule in suite.rules}
    lines = [
        f"<!-- Dibuat dari dbt/seeds/policy/{CATALOGUE_NAME} dengan `{COMMAND}`; "
        "jangan disunting di sini. -->",
        _INTRODUCTION,
        "",
        "| Aturan | Tingkat | Isi |",
        "|---|---|---|",
        *(
            f"| [{r.id_aturan}](#{r.id_aturan.lower()}) | {r.tingkat} | {_cell(r.judul)} |"
            for r in catalogue.values()
        ),
    ]
    for group in dict.fromkeys(rule.kelompok for rule in catalogue.values()):
        lines += ["", f"## {group}"]
        for rule in (rule for rule in catalogue.values() if rule.kelompok == group):
            lines += ["", *_section(rule, suite_of.get(rule.id_aturan))]
    return "\n".join(lines) + "\n"


def suite_schema() -> str:
    """JSON schema of a suite file, for editors; the loader itself says more."""
    schema = SuiteFile.model_json_schema()
    schema["$defs"]["Entry"]["properties"]["expect"]["enum"] = sorted(SHAPES)
    head = {
        "$comment": f"Made by `{COMMAND}`; do not edit here.",
        "$schema": "https://json-schema.org/draft/2020-12/schema",
    }
    return json.dumps({**head, **schema}, indent=2, ensure_ascii=False) + "\n"


def rendered(root: Path) -> Iterator[tuple[Path, str]]:
    """Every document (path under the root) with its text."""
    catalogue = load_catalogue(root / "dbt" / "seeds" / "policy" / CATALOGUE_NAME)
    suites = load_suites(root / "expectations" / "suites", catalogue)
    yield PAGE, catalogue_page(catalogue, suites)
    yield SCHEMA, suite_schema()


def main() -> None:
    """Write every document."""
    for path, text in rendered(PROJECT_ROOT):
        (PROJECT_ROOT / path).write_text(text, encoding="utf-8")


def _section(rule: Rule, suite: str | None) -> Iterator[str]:
    where = ".".join(part for part in (rule.lembar, rule.kolom) if part)
    place = _PLACE[rule.tempat] + (f" (suite `{suite}`)" if suite else "")
    yield f"### {rule.id_aturan}"
    yield ""
    yield f"**{rule.judul}.** {rule.alasan}"
    yield ""
    yield f"- Tingkat: {_severity(rule)}"
    yield f"- Yang dinilai: {_ENTITY[rule.entitas]}, {place}"
    if where:
        yield f"- Sel yang disebut: `{where}`"
    yield f"- Contoh yang gagal: {rule.contoh}"
    yield f'- Pesan: "{rule.pesan}"'
    yield f"- Cara memperbaiki: {rule.cara_memperbaiki}"
    yield f"- Versi {rule.versi}, berlaku sejak {rule.berlaku_dari:%d-%m-%Y}"


def _severity(rule: Rule) -> str:
    if rule.tingkat == "B" and rule.entitas == "berkas":
        return "B, berkas itu tidak ikut dihitung"
    return _SEVERITY[rule.tingkat]


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    main()
