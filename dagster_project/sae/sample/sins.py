"""Which reports go wrong, how, and where: the sins of the sample and the list that documents them.

Belongs here: the plan (agency x cycle x sin) and its application to clean submissions.
Stays out: how one sin changes rows (`sin_acts`, `sin_honesty`, `sin_figures`, `sin_results`), clean
rows.
Files do not depend on how many agencies or cycles were asked for: a larger sample only adds files.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dagster_project.sae.contract.template import Template
from dagster_project.sae.sample import sin_acts as acts
from dagster_project.sae.sample import sin_figures as figures
from dagster_project.sae.sample import sin_honesty as honesty
from dagster_project.sae.sample import sin_results as results
from dagster_project.sae.sample.sin_rows import Touch
from dagster_project.sae.sample.submission import Submission
from dagster_project.sae.sample.world import World

BLOCK = 12
TABLE_FIRST_ROW = 2


@dataclass(frozen=True)
class Planned:
    """A sin before it finds its row.

    Attributes:
        rule: the rule that should find it; empty for an honest gap, which breaks no rule.
        kind: short name of the sin.
        position: place of the agency within each block of twelve, from 0.
        cycle: index of the cycle in the profile, from 0.
        act: changes the submission; None for a report that is never sent.
    """

    rule: str
    kind: str
    position: int
    cycle: int
    act: Callable[[Submission, World], list[Touch]] | None


@dataclass(frozen=True)
class Sin:
    """One documented sin and where it stands; no sheet and cell when it is the whole file."""

    id_aturan: str
    jenis: str
    kode_opd: str
    id_siklus: str
    nama_berkas: str
    lembar: str
    sel: str
    id_indikator: str
    uraian: str


PLAN: tuple[Planned, ...] = (
    Planned("ANG-03", "tanpa-angka-awal", 8, 0, acts.missing_baseline),
    Planned("DPK-02", "kegiatan-sebagai-hasil", 8, 0, acts.activity_as_outcome),
    Planned("KOL-02", "angka-berbeda-antar-opd", 5, 0, acts.conflict),
    Planned("STR-05", "baris-kembar", 1, 1, acts.duplicate_row),
    Planned("DPK-01", "pilar-hanya-keluaran", 5, 1, acts.only_outputs),
    Planned("STR-01", "versi-templat-salah", 7, 1, acts.wrong_version),
    Planned("WKT-01", "terlambat", 8, 1, acts.late),
    Planned("", "revisi-beralasan", 1, 2, acts.revision),
    Planned("STR-06", "teks-untuk-angka", 7, 2, acts.text_number),
    Planned("ANG-09", "nol-tanpa-konfirmasi", 8, 2, acts.unconfirmed_zero),
    Planned("WKT-02", "tidak-mengirim", 3, 3, None),
    Planned("ANG-06", "persen-tanpa-penyebut", 5, 3, acts.no_denominator),
    Planned("JJR-01", "meleset-tanpa-hambatan", 5, 3, acts.no_obstacle),
    Planned("", "tidak-diukur", 5, 3, acts.not_measured),
    Planned("SBR-02", "wilayah-tetangga", 3, 1, figures.neighbours_region),
    Planned("DPK-05", "perubahan-tanpa-angka", 3, 1, results.change_without_number),
    Planned("ANG-14", "semua-tepat-target", 8, 1, figures.all_on_target),
    Planned("ANG-08", "di-luar-batas-wajar", 3, 2, figures.beyond_bounds),
    Planned("DPK-04", "tanpa-penerima-manfaat", 3, 2, results.no_beneficiaries),
    Planned("SBR-03", "tanpa-bukti", 3, 2, figures.no_evidence),
    Planned("ANG-07", "persen-berbeda", 5, 2, figures.another_percentage),
    Planned("ANG-13", "lonjakan", 5, 2, figures.sudden_jump),
    Planned("DPK-07", "tanpa-ukuran-warga", 5, 2, results.no_resident_measure),
    Planned("ANG-10", "belum-rilis-tanpa-tanggal", 7, 2, figures.no_release_date),
    Planned("SBR-01", "sumber-berganti", 8, 2, figures.another_source),
    Planned("ANG-16", "jumlah-kecamatan-berbeda", 1, 3, figures.parts_beside_the_whole),
    Planned("ANG-15", "target-terlalu-rendah", 7, 3, figures.easy_target),
    Planned("DPK-06", "serapan-mendahului-hasil", 7, 3, results.money_without_result),
    Planned("ANG-11", "kumulatif-turun", 8, 3, figures.falling_sum),
    Planned("DPK-03", "keluaran-tanpa-induk", 8, 3, results.no_parent),
    Planned("JJR-08", "aduan-tanpa-target-meleset", 1, 0, honesty.complaints_without_misses),
    Planned("STR-07", "belum-disahkan", 3, 1, acts.not_signed),
    Planned("KOL-01", "dua-pemimpin", 1, 1, acts.two_leaders),
    Planned("KOL-03", "kontribusi-tidak-genap", 1, 1, acts.odd_shares),
    Planned("JJR-04", "hambatan-disalin", 7, 1, honesty.copied_obstacles),
    Planned("PUB-01", "data-pribadi", 3, 2, acts.personal_data),
    Planned("SWD-01", "swadaya-tanpa-nilai", 8, 1, acts.gift_without_value),
    Planned("SWD-02", "swadaya-di-anggaran", 1, 1, acts.gift_in_budget),
    Planned("JJR-05", "target-dilonggarkan", 7, 3, honesty.easier_target),
    Planned("JJR-06", "angka-berubah-diam-diam", 8, 3, honesty.silent_revision),
    Planned("JJR-02", "hambatan-tanpa-tenggat", 5, 2, honesty.no_deadline),
    Planned("JJR-03", "hambatan-nihil", 5, 2, honesty.generic_obstacle),
    Planned("JJR-07", "tindak-lanjut-lewat", 5, 3, honesty.overdue),
)


def apply_sins(
    clean: dict[tuple[int, int], Submission], *, world: World, template: Template
) -> tuple[list[Submission], list[Sin]]:
    """Break the chosen reports.

    Args:
        clean: clean reports by (place of the agency from 0, index of the cycle); they are changed.
        world: what all files share.
        template: gives the column letter of a field.

    Returns:
        All reports to write, with superseded first versions, and the sins in the order of the plan.
    """
    extra: list[Submission] = []
    found: list[tuple[Submission, Planned, Touch]] = []
    silent: list[Sin] = []
    for planned in PLAN:
        for key in [k for k in clean if k[0] % BLOCK == planned.position and k[1] == planned.cycle]:
            submission = clean[key]
            if planned.act is None:
                silent.append(_silence(planned, clean.pop(key)))
                continue
            for touch in planned.act(submission, world):
                if touch.earlier is not None:
                    extra.append(touch.earlier)
                found.append((touch.earlier or submission, planned, touch))
    sins = [_documented(of, plan, touch=touch, template=template) for of, plan, touch in found]
    order = {planned.kind: place for place, planned in enumerate(PLAN)}
    sins = sorted(sins + silent, key=lambda sin: (order[sin.jenis], sin.kode_opd, sin.nama_berkas))
    return [*clean.values(), *extra], sins


def _silence(planned: Planned, submission: Submission) -> Sin:
    return Sin(
        id_aturan=planned.rule,
        jenis=planned.kind,
        kode_opd=submission.opd.code,
        id_siklus=submission.cycle.id,
        nama_berkas="",
        lembar="",
        sel="",
        id_indikator="",
        uraian="Tidak ada berkas sampai batas data",
    )


def _documented(of: Submission, planned: Planned, *, touch: Touch, template: Template) -> Sin:
    return Sin(
        id_aturan=planned.rule,
        jenis=planned.kind,
        kode_opd=of.opd.code,
        id_siklus=of.cycle.id,
        nama_berkas=of.file_name,
        lembar=touch.sheet,
        sel=_address(of, touch, template=template),
        id_indikator=str(touch.row.get("id_indikator", "")) if touch.row else "",
        uraian=touch.text,
    )


def _address(of: Submission, touch: Touch, *, template: Template) -> str:
    """Cell of a touch, found after all sins, when rows no longer move."""
    if not touch.sheet:
        return ""
    names = [field.id for field in template.sheet(touch.sheet).fields]
    if template.sheet(touch.sheet).shape == "isian":
        return f"B{TABLE_FIRST_ROW + names.index(touch.column)}"
    rows = of.tables[touch.sheet]
    place = next(index for index, row in enumerate(rows) if row is touch.row)
    return f"{column_letter(names.index(touch.column) + 1)}{TABLE_FIRST_ROW + place}"


def column_letter(number: int) -> str:
    """Letters of a column counted from 1: 1 is A, 27 is AA."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
