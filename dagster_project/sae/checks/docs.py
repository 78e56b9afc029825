"""Data Docs of one run: the library's own pages on what each suite found, readable without network.

Belongs here: validating once more with counts only, the library's renderer, an index, writing.
Stays out: judging for the gate (`run`): nothing here decides anything. It costs seconds, so no run
waits for it: the asset `halaman_mutu` and `sae mutu` build it when somebody wants to look.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path
from time import perf_counter
from typing import Any

from dagster_project.sae.build.site import read_only
from dagster_project.sae.checks.evidence import RESULTS_NAME
from dagster_project.sae.checks.expectation import Suite
from dagster_project.sae.checks.frames import read_frame, warehouse_columns
from dagster_project.sae.checks.run import suites_of
from dagster_project.sae.checks.suites import check_columns
from dagster_project.sae.installation import disk
from dagster_project.sae.installation.settings import Settings

INDEX = "index.html"

# What the library's template loads from elsewhere: scripts, fonts, its logo and a call to sign up.
_FOREIGN = re.compile(
    r"<script\b.*?</script>|<link\b[^>]*>|<img\b[^>]*>|<footer\b.*?</footer>"
    r"|<iframe\b.*?</iframe>|url\(.https?://[^)]*\)",
    re.DOTALL | re.IGNORECASE,
)
_SIGN_UP = re.compile(r"<a\b[^>]*href=.https?://[^>]*>.*?</a>", re.DOTALL | re.IGNORECASE)
_STYLE = r"""<meta name="viewport" content="width=device-width, initial-scale=1"><style>
body{font:15px/1.5 system-ui,sans-serif;margin:0 auto;max-width:72rem;padding:1rem;color:#1c2733}
table{border-collapse:collapse;width:100%;margin:.5rem 0 1.5rem}
th,td{border:1px solid #d5dce3;padding:.35rem .6rem;text-align:left;vertical-align:top}
th{background:#eef2f6}td.n,th.n{text-align:right}a{color:#0b5fa5}
h1,h2,h3,h4{line-height:1.25}.badge{border:1px solid #9fb0c0;border-radius:.3rem;padding:0 .3rem}
.gagal,.text-danger{color:#a3201c}.lulus,.text-success{color:#1d6b33}.error{background:#fbe4e3}
.tidak_berlaku{color:#5b6b7a}ul{padding-left:1.1rem}
.navbar,.btn,button,.modal,input,.card.mb-3,a[data-toggle]{display:none}
.fa-check-circle::before{content:"\2713  lulus"}.fa-times::before{content:"\2717  gagal"}
.fa-exclamation-triangle::before{content:"! galat"}
</style>"""


@dataclass(frozen=True)
class Pages:
    """What was written: the first page to open, the suites it leads to, and how long it took."""

    index: Path
    suites: tuple[str, ...]
    seconds: float


def write_docs(settings: Settings) -> Pages:
    """Write the pages of the last run, replacing those of the run before.

    Raises:
        SuiteError, WarehouseError: as a check run; there must be a build warehouse.
    """
    from dagster_project.sae.checks.judge import counted  # the library, five seconds

    started = perf_counter()
    suites = suites_of(settings)
    staging = settings.docs.with_name(f".{settings.docs.name}.tmp")
    shutil.rmtree(staging, ignore_errors=True)
    staging.mkdir(parents=True)
    with read_only(settings) as connection:
        tables = warehouse_columns(connection)
        check_columns(suites, tables)
        for suite in suites:
            columns = suite.evaluation_columns
            frame = read_frame(
                connection,
                suite.table,
                columns=columns,
                types=tables[suite.table],
                order=suite.key,
            )
            result = counted(frame, suite.expectations, name=suite.name)
            (staging / f"{suite.name}.html").write_text(_page(result), encoding="utf-8")
    index = _index(suites, _evidence(settings))
    (staging / INDEX).write_text(index, encoding="utf-8")
    shutil.rmtree(settings.docs, ignore_errors=True)
    disk.move(staging, settings.docs)
    return Pages(
        index=settings.docs / INDEX,
        suites=tuple(suite.name for suite in suites),
        seconds=perf_counter() - started,
    )


def _page(result: Any) -> str:
    """The library's page on one validation result, without anything that is loaded from outside."""
    from great_expectations.render.renderer.page_renderer import ValidationResultsPageRenderer
    from great_expectations.render.view import DefaultJinjaPageView

    html = str(DefaultJinjaPageView().render(ValidationResultsPageRenderer().render(result)))
    bare = _SIGN_UP.sub("", _FOREIGN.sub("", html))
    home = f'<p><a href="{INDEX}">Semua suite</a></p>'
    head, tag, rest = bare.partition("</head>")
    opened = re.sub(r"<body[^>]*>", lambda found: found[0] + home, rest, count=1)
    return head + _STYLE + tag + opened


def _evidence(settings: Settings) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    file = settings.evidence / RESULTS_NAME
    if not file.is_file():
        return []
    rows: list[dict[str, Any]] = pq.ParquetFile(file).read().to_pylist()
    return rows


def _index(suites: Iterable[Suite], evidence: Iterable[Mapping[str, Any]]) -> str:
    """One line for each rule as the gate sees it, and the way to the page of its suite."""
    found = {(row["suite"], row["id_aturan"]): row for row in evidence}
    release = next((str(row["id_rilis"]) for row in found.values() if row["id_rilis"]), "-")
    lines = []
    for suite in suites:
        for rule in suite.rules:
            row = found.get((suite.name, rule.id_aturan))
            status = str(row["status"]) if row else "belum_dinilai"
            judged, failed = (row["jumlah_dinilai"], row["jumlah_gagal"]) if row else ("", "")
            lines.append(
                f'<tr class="{status}"><td><a href="{suite.name}.html">{suite.name}</a></td>'
                f"<td>{rule.id_aturan}</td><td>{rule.tingkat}</td><td>{escape(rule.judul)}</td>"
                f'<td>{status}</td><td class="n">{judged}</td><td class="n">{failed}</td></tr>'
            )
    head = "".join(
        f"<th>{name}</th>"
        for name in ("Suite", "Aturan", "Tingkat", "Isi", "Status", "Dinilai", "Gagal")
    )
    return (
        f'<!doctype html><html lang="id"><head><meta charset="utf-8"><title>Mutu data</title>'
        f"{_STYLE}</head><body><h1>Mutu data {escape(release)}</h1><p>Satu baris untuk tiap "
        "aturan, seperti yang dibaca gerbang. Halaman tiap suite dibuat oleh Great Expectations "
        "dan hanya memuat banyaknya baris, tanpa isi baris.</p>"
        f"<table><tr>{head}</tr>{''.join(lines)}</table></body></html>"
    )
