"""One lexicon, two readers: the SQL of the model and the Python of `sae periksa` agree."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import duckdb
import pandas as pd
import pytest

from dagster_project.sae.checks.lexicon_seeds import load_lexicon
from lab.bench.lexicon import DAY, POLICY, labelled

pytestmark = pytest.mark.xdist_group("kuartal_bersih")

MODEL = "int_indikator__leksikon"
SEEDS = ("leksikon_aktivitas", "leksikon_pengecualian", "ambang")
ODD = ["", " ", "%", "_", "DI-BANGUN/diperbaiki", "jumlah", "Jumlah\tRAPAT\n", "指標", "é rapat é"]


@pytest.fixture(scope="module")
def model_sql(run_case: Callable[[str], Any]) -> str:
    """The model as dbt compiled it, its tables without the name of the warehouse."""
    target = run_case("kuartal_bersih").settings.dbt_target / "target"
    [file] = target.glob(f"compiled/**/{MODEL}.sql")
    return file.read_text(encoding="utf-8").replace('"warehouse"."main".', "")


def test_sql_and_python_agree_on_every_labelled_name_and_on_odd_texts(model_sql: str):
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
        columns = "skor_aktivitas, kata_aktivitas, kata_hasil, is_menyamar"
        told = connection.execute(
            f"select {columns} from ({model_sql}) order by cast(id_indikator[2:] as integer)"
        ).fetchall()
    lexicon = load_lexicon(POLICY, day=DAY)
    own = [
        (v.skor_aktivitas, v.kata_aktivitas, v.kata_hasil, v.is_menyamar)
        for v in (lexicon.judge(name, unit=unit) for name, unit in names)
    ]
    apart = [(*pair, *names[n]) for n, pair in enumerate(zip(told, own, strict=True))]
    assert [each for each in apart if each[0] != each[1]] == []
