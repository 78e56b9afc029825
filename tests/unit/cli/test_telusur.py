"""What `sae telusur` shows of a score: the figures behind it, readable at 80 columns."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from dagster_project.cli.shown import telusur
from dagster_project.cli.shown.plain import PlainConsole
from dagster_project.sae.readers.trace.behind import COUNTED

FIGURE = {
    "id_indikator": "1.01.01-002", "nama_indikator": "Murid kelas 5 yang membaca",
    "nama_opd": "Dinas Pendidikan", "tahun": 2026, "periode": "TW3", "realisasi": 65.67,
    "capaian_tampil": 96.5509, "lembar": "REALISASI", "sel": "J3",
    "sha256_berkas": "c8575649ba1d" + "0" * 52, "peran": COUNTED,
}  # fmt: skip


def shown(capsys: pytest.CaptureFixture[str], row: dict[str, Any]) -> list[str]:
    trace: Any = SimpleNamespace(
        table="kpi_pilar", key=[("kode_pilar", "SAE-3")], release_id="R-1", label=None, figures=(),
        left_out=0, rows=[row], held=[], behind=[FIGURE],
    )  # fmt: skip
    telusur.print_trace(trace)
    return capsys.readouterr().out.splitlines()


@pytest.mark.parametrize(("width", "is_whole"), [(80, False), (140, True)])
def test_a_narrow_screen_breaks_no_id_and_leaves_file_and_agency_to_the_trace_of_one_figure(
    monkeypatch, capsys, width, is_whole
):
    monkeypatch.setattr(telusur, "screen", lambda **_: PlainConsole(width=width))
    lines = shown(capsys, {"kode_pilar": "SAE-3", "tahun": 2026, "periode": "TW3"})
    assert max(map(len, lines)) <= width
    [told] = [line for line in lines if line.startswith("│ 1.01.01-002 ")]
    assert "REALISASI!J3" in told
    assert "96,5509" in told
    assert ("c8575649ba1d" in told) is is_whole
    assert ("Dinas Pendidikan" in told) is is_whole


def test_what_the_summary_says_itself_is_not_said_again_for_each_figure(monkeypatch, capsys):
    monkeypatch.setattr(telusur, "screen", lambda **_: PlainConsole(width=140))
    heads = "".join(shown(capsys, {"tahun": 2026, "periode": "TW2"}))
    assert "┃ periode" in heads
    assert "┃ tahun" not in heads
