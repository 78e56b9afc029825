"""The manifest and the sums tell all that a release is made of."""

from __future__ import annotations

import json
import shutil
import subprocess

ID = "R-2026-03-aaaaaaaaaaaa"


def test_the_manifest_tells_inputs_versions_decision_and_every_table(published):
    content = json.loads((published / "MANIFEST.json").read_text(encoding="utf-8"))
    assert content["id_rilis"] == ID
    assert content["ditulis_pada"] == "2026-11-23T09:00:00"
    assert content["dibuat_pada"] == "2026-07-19T10:00:00"
    assert content["keputusan"] == {
        "keputusan": "rilis",
        "alasan": "",
        "jumlah_baris_rilis": 1,
        "jumlah_baris_tahan": 2,
    }
    assert [i["nama_berkas"] for i in content["masukan"]] == ["dinas.xlsx"]
    assert content["tabel"]["kpi_pilar"]["baris"] == 40
    assert content["alat"]["versi_simpan"] == "v1.0.0"


def test_the_checksums_are_read_by_the_tool_everybody_has(published):
    tool = shutil.which("sha256sum") or shutil.which("shasum")
    command = [tool, "-c", "SHA256SUMS"] if tool.endswith("sha256sum") else [
        tool, "-a", "256", "-c", "SHA256SUMS"
    ]  # fmt: skip
    done = subprocess.run(command, cwd=published, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count(": OK") == 15
