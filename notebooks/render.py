"""Jalankan semua buku catatan terhadap rilis yang sedang dibaca, dan simpan hasilnya.

    .venv/bin/python notebooks/render.py            # menulis ulang buku di folder ini
    .venv/bin/python notebooks/render.py 03         # satu buku

Di sini: menjalankan dan menyimpan. Tidak di sini: isi buku. Yang berubah dari jam ke jam (waktu
jalan, nomor pesan) tidak disimpan: dua kali jalan atas rilis yang sama memberi berkas yang sama.
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).resolve().parent
SECONDS = 300


def books(prefix: str = "") -> list[Path]:
    """Buku-buku di folder ini menurut urutannya."""
    return sorted(HERE.glob(f"{prefix}*.ipynb"))


def execute(book: Path) -> nbformat.NotebookNode:
    """Jalankan satu buku dari sel pertama sampai terakhir dengan lingkungan proses ini.

    Raises:
        nbclient.exceptions.CellExecutionError: satu sel gagal; teksnya menyebut sel itu.
    """
    content = nbformat.read(book, as_version=4)
    NotebookClient(
        content, timeout=SECONDS, kernel_name="python3", resources={"metadata": {"path": str(HERE)}}
    ).execute()
    for cell in content.cells:
        cell["metadata"] = {}
        for output in cell.get("outputs", []):
            for kind, data in output.get("data", {}).items():
                if kind == "text/html":
                    # Penata tabel memberi nama acak pada setiap tabel.
                    output["data"][kind] = re.sub(r"T_[0-9a-f]{5}", "T_tabel", data)
    content["metadata"] = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    return content


if __name__ == "__main__":
    os.environ.setdefault("SAE_HOME", str(HERE.parent / "var"))
    for path in books(*sys.argv[1:2]):
        nbformat.write(execute(path), path)
        sys.stdout.write(f"{path.name} {path.stat().st_size // 1024} KB\n")
