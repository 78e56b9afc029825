"""What changed since the former release, as far as everybody may see it.

Belongs here: reading the list of changes a release carries, leaving out what is not public.
Stays out: finding the changes (`release.compare`), the public subset as a whole (`subset`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from dagster_project.sae.contract.seed_rows import seed_rows
from dagster_project.sae.installation.errors import ReleaseError

CHANGES = "perubahan"
# The sentence of the cause is left out: it repeats why a figure was held, with the figure.
COLUMNS = (
    "tabel", "kunci", "id_indikator", "nama", "kode_opd", "kode_pilar", "jenis", "kolom", "lama",
    "baru", "selisih", "sebab",
)  # fmt: skip
TEXT = (
    "Satu baris per angka publik yang berubah, muncul, atau hilang sejak rilis sebelumnya; kosong "
    "pada rilis pertama."
)
# A column that changed may be a text that a person typed.
_TYPED = ("kunci", "nama", "lama", "baru")
_FILE = "perubahan.csv"
# Tables whose key says which indicator, pillar or agency a row is about.
_TOLD = frozenset({"kpi_indikator", "kpi_akselerasi", "kpi_pilar", "kpi_opd"})
_INDICATOR = re.compile(r"(?:^|; )id_indikator=([^;]*)")


def public_changes(
    release: Path,
    *,
    columns: Mapping[str, frozenset[str]],
    is_public: Callable[[str], bool],
    told: Callable[[str], str],
) -> Iterator[tuple[str, ...]]:
    """Rows of COLUMNS for every change of a public column of a public row.

    Args:
        release: folder of the release; without a list of changes there are none.
        columns: the public columns of each public table.
        is_public: whether an indicator may be seen.
        told: a typed text as everybody may see it.

    Raises:
        ReleaseError: the list is torn.
    """
    if not (release / _FILE).is_file():
        return
    for row in (each.values for each in seed_rows(release, _FILE, error=ReleaseError)):
        shown = columns.get(row["tabel"], frozenset())
        found = _INDICATOR.search(row["kunci"])
        indicator = found[1] if found else ""
        if row["tabel"] not in _TOLD or (row["kolom"] and row["kolom"] not in shown):
            continue
        if indicator and not is_public(indicator):
            continue
        values = {**row, "id_indikator": indicator}
        values |= {name: told(row[name]) for name in _TYPED}
        yield tuple(values[name] for name in COLUMNS)
