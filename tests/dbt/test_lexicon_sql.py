"""One lexicon, two readers: the SQL of the models and the Python of `sae periksa` agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import pytest

from dagster_project.sae.checks.lexicon_seeds import load_lexicon
from lab.bench.lexicon import DAY, POLICY, labelled

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

MODELS = ("int_nama__kata", "int_nama__tanda", "int_indikator__leksikon")
SEEDS = ("leksikon_aktivitas", "leksikon_kata_bantu", "leksikon_pengecualian", "ambang")
ODD = [
    *["", " ", "%", "_", "DI-BANGUN/diperbaiki", "jumlah", "Jumlah\tRAPAT\n", "指標", "é rapat é"],
    *["yang", "jumlah yang", "Persentase yang telah", "yang dibina yang dibina", "untuk rapat"],
    *["jalan yang di", "jalan yang di perbaiki", "Rasio untuk jalan di bawah", "a b untuk c d"],
]


@pytest.fixture(scope="module")
def models_sql(run_case: Callable[[str], Any]) -> dict[str, str]:
    """The models as dbt compiled them, their tables without the name of the warehouse."""
    target = run_case("kuartal_bersih").settings.dbt_target / "target"
    found = {}
    for model in MODELS:
        [file] = target.glob(f"compiled/**/{model}.sql")
        found[model] = file.read_text(encoding="utf-8").replace('"warehouse"."main".', "")
    return found


def test_sql_and_python_agree_on_every_labelled_name_and_on_odd_texts(models_sql: dict[str, str]):
    names = [(row["nama"], row["satuan"]) for row in labelled()]
    names += [(text, unit) for text in ODD for unit in ("", "Ruas", "DOKUMEN.")]
    names += [(None, None), (None, "kali"), ("Jumlah rapat", None)]
    given = pd.DataFrame(
        {
            "kunci_opd": "A",
            "id_siklus": "S",
            "id_indikator": [f"I{number}" for number in range(len(names))],
            "nama_indikator": [name for name, _ in names],
            "satuan": [unit for _, unit in names],
        }
    )
    with duckdb.connect() as connection:
        connection.register("int_indikator__berlaku", given)
        connection.execute(
            "create table stg_run__lingkup as "
            f"select date '{DAY}' as tanggal_batas, 'S' as id_siklus"
        )
        for seed in SEEDS:
            connection.execute(
                f"create table {seed} as from read_csv('{POLICY / seed}.csv', header = true)"
            )
        for model, sql in models_sql.items():
            connection.execute(f"create table {model} as {sql}")
        columns = "skor_aktivitas, kata_aktivitas, kata_hasil, is_menyamar, is_ragu"
        told = connection.execute(
            f"select {columns} from {MODELS[-1]} order by cast(id_indikator[2:] as integer)"
        ).fetchall()
    lexicon = load_lexicon(POLICY, day=DAY)
    own = [
        (v.skor_aktivitas, v.kata_aktivitas, v.kata_hasil, v.is_menyamar, v.is_ragu)
        for v in (lexicon.judge(name, unit=unit) for name, unit in names)
    ]
    apart = [(*pair, *names[n]) for n, pair in enumerate(zip(told, own, strict=True))]
    assert [each for each in apart if each[0] != each[1]] == []
