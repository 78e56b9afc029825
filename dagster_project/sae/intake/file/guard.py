"""What is looked at before any parser opens a received file.

Belongs here: kind of content by its first bytes, and the checks of a zip's table of contents.
Stays out: reading values (`reader`), limits themselves (`limits`), limits of the child (`child`).
Every refusal is an Indonesian sentence that says how to mend the file.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Sequence
from pathlib import Path, PurePosixPath
from typing import Literal

from dagster_project.sae.installation.errors import UnreadableFileError
from dagster_project.sae.intake.file import limits

FileKind = Literal["xlsx", "ods", "csvzip", "csv"]

READABLE_SUFFIXES = frozenset({".xlsx", ".ods", ".zip", ".csv"})

SAVE_AS = (
    "Buka di Excel, pilih Simpan Sebagai (Save As) > Buku Kerja Excel (.xlsx), lalu kirim lagi."
)

BROKEN_ZIP = (
    *(zipfile.BadZipFile, zlib.error, struct.error),
    *(NotImplementedError, EOFError, ValueError),
)
"""What zipfile raises for bytes that are no sound archive; a name not in UTF-8 is a ValueError."""

_PLAIN_METHODS = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_END_OF_DIRECTORY = b"PK\x05\x06"
_FIXED_SUFFIXES = {
    ".xls": f"Berkas .xls adalah format Excel lama. {SAVE_AS}",
    ".xlsb": f"Berkas .xlsb tidak dibaca. {SAVE_AS}",
    ".xlsm": f"Berkas .xlsm dapat berisi makro. {SAVE_AS}",
    ".xltx": f"Berkas .xltx adalah templat Excel, bukan laporan. {SAVE_AS}",
    ".xltm": f"Berkas .xltm dapat berisi makro. {SAVE_AS}",
    ".xml": f"Berkas .xml tidak dibaca. {SAVE_AS}",
    ".pdf": "Berkas PDF tidak memuat angka yang dapat dibaca. Kirim buku kerja .xlsx aslinya.",
    ".doc": "Ini dokumen Word. Kirim buku kerja .xlsx dari templat.",
    ".docx": "Ini dokumen Word. Kirim buku kerja .xlsx dari templat.",
}


def check_suffix(file_name: str) -> None:
    """Refuse by the end of the name what is never read.

    Raises:
        UnreadableFileError: the suffix is not one of `READABLE_SUFFIXES`.
    """
    suffix = PurePosixPath(file_name).suffix.lower()
    if suffix in READABLE_SUFFIXES:
        return
    sentence = _FIXED_SUFFIXES.get(
        suffix,
        "Jenis berkas ini tidak dikenal. Kirim buku kerja .xlsx dari templat, .ods, "
        "atau .zip berisi satu .csv untuk tiap lembar.",
    )
    raise UnreadableFileError(sentence)


def check_file(path: Path, file_name: str) -> FileKind:
    """Look at a file without parsing it and tell what it is.

    Args:
        path: the bytes, wherever they lie; its name is not looked at.
        file_name: the name it was sent under.

    Returns:
        Which reader may open it.

    Raises:
        UnreadableFileError: it must not be opened; the message is for its sender.
        OSError: the bytes cannot be read.
    """
    check_suffix(file_name)
    size = path.stat().st_size
    if size == 0:
        raise UnreadableFileError(
            "Berkas kosong (0 byte). Simpan ulang dari Excel, lalu kirim lagi."
        )
    if size > limits.MAX_FILE_BYTES:
        raise UnreadableFileError(
            f"Berkas berukuran {size / limits.MIB:.0f} MB; yang dibaca paling besar "
            f"{limits.MAX_FILE_BYTES // limits.MIB} MB. Hapus gambar dan lembar yang tidak perlu, "
            "simpan, lalu kirim lagi."
        )
    with path.open("rb") as stream:
        head = stream.read(8)
    if head == _OLE:
        raise UnreadableFileError(_ole_sentence(path))
    if head[:2] == b"PK":
        return _check_zip(path, PurePosixPath(file_name).suffix.lower())
    if PurePosixPath(file_name).suffix.lower() == ".csv":
        return "csv"
    if head.lstrip()[:1] == b"<":
        raise UnreadableFileError(
            f"Isi berkas ini halaman web atau XML, bukan buku kerja. {SAVE_AS}"
        )
    raise UnreadableFileError(
        f"Isi berkas ini bukan buku kerja Excel, mungkin rusak atau salah nama. {SAVE_AS}"
    )


def _ole_sentence(path: Path) -> str:
    # Both an encrypted workbook and the old .xls are OLE files; only the first holds this stream.
    if _ENCRYPTED_STREAM in path.read_bytes():
        return (
            "Berkas ini dikunci dengan kata sandi. Buka di Excel, hapus kata sandinya "
            "(File > Info > Proteksi Buku Kerja), simpan sebagai .xlsx, lalu kirim lagi."
        )
    return f"Isi berkas ini format Excel lama (.xls) atau terkunci kata sandi. {SAVE_AS}"


def _check_zip(path: Path, suffix: str) -> FileKind:
    _check_directory_end(path)
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            if any(entry.header_offset < 0 for entry in entries):
                raise zipfile.BadZipFile("an entry before the beginning of the file")
            _check_names(entries)
            _check_sizes(entries)
            names = [entry.filename for entry in entries]
            kind = _kind_of(archive, names=names, suffix=suffix)
    except (*BROKEN_ZIP, KeyError) as error:
        raise UnreadableFileError(f"Berkas rusak dan tidak dapat dibuka. {SAVE_AS}") from error
    if kind == "xlsx":
        _check_office_parts(names)
    return kind


def _check_directory_end(path: Path) -> None:
    """Count the entries by the end record alone: the list itself may be the bomb."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        stream.seek(max(0, size - 65_557))
        tail = stream.read()
    at = tail.rfind(_END_OF_DIRECTORY)
    if at < 0 or len(tail) < at + 12:
        raise UnreadableFileError(f"Berkas terpotong: bagian akhirnya hilang. {SAVE_AS}")
    entries = int.from_bytes(tail[at + 10 : at + 12], "little")
    if entries > limits.MAX_ZIP_ENTRIES:
        raise UnreadableFileError(
            f"Berkas berisi lebih dari {limits.MAX_ZIP_ENTRIES} bagian, tidak lazim untuk buku "
            f"kerja. {SAVE_AS}"
        )


def _check_names(entries: Sequence[zipfile.ZipInfo]) -> None:
    seen: set[str] = set()
    for entry in entries:
        # zipfile cuts a name at a NUL byte and turns backslashes on Windows only: look at both.
        for name in (entry.filename, entry.orig_filename):
            parts = name.replace("\\", "/").split("/")
            if name.startswith(("/", "\\")) or ".." in parts or ":" in name or "\0" in name:
                raise UnreadableFileError(
                    "Berkas memuat nama bagian yang menunjuk ke luar berkas, tidak lazim untuk "
                    f"buku kerja. {SAVE_AS}"
                )
        key = entry.filename.lower()
        if key in seen:
            raise UnreadableFileError(
                "Berkas memuat dua bagian bernama sama, sehingga isinya tidak pasti. " + SAVE_AS
            )
        seen.add(key)


def _check_sizes(entries: Sequence[zipfile.ZipInfo]) -> None:
    too_large = (
        "Isi berkas mengembang terlalu besar ketika dibuka. Hapus baris, kolom, dan gambar di luar "
        "tabel, atau salin tabel ke templat baru, lalu kirim lagi."
    )
    if sum(entry.file_size for entry in entries) > limits.MAX_TOTAL_BYTES:
        raise UnreadableFileError(too_large)
    for entry in entries:
        if entry.flag_bits & 0x1:
            raise UnreadableFileError(
                "Berkas .zip dikunci dengan kata sandi. Buat ulang tanpa kata sandi, lalu kirim "
                "lagi."
            )
        if entry.compress_type not in _PLAIN_METHODS:
            raise UnreadableFileError(
                "Berkas dimampatkan dengan cara yang tidak dipakai Excel. Simpan ulang sebagai "
                ".xlsx, atau buat .zip biasa, lalu kirim lagi."
            )
        ratio = entry.file_size / max(1, entry.compress_size)
        is_bomb = entry.file_size > limits.RATIO_FROM_BYTES and ratio > limits.MAX_RATIO
        if entry.file_size > limits.MAX_ENTRY_BYTES or is_bomb:
            raise UnreadableFileError(too_large)


def _kind_of(archive: zipfile.ZipFile, *, names: Sequence[str], suffix: str) -> FileKind:
    present = set(names)
    lower = {name.lower() for name in names}
    if "xl/workbook.bin" in lower:
        raise UnreadableFileError(_FIXED_SUFFIXES[".xlsb"])
    if "[content_types].xml" in lower:
        if any(name.startswith(("word/", "ppt/")) for name in lower):
            raise UnreadableFileError("Ini dokumen Word atau PowerPoint. Kirim buku kerja .xlsx.")
        return "xlsx"
    if "mimetype" in present and "content.xml" in present:
        _check_ods(archive)
        return "ods"
    if suffix == ".zip" or any(name.endswith(".csv") for name in lower):
        return "csvzip"
    raise UnreadableFileError(f"Berkas ini bukan buku kerja Excel. {SAVE_AS}")


def _check_ods(archive: zipfile.ZipFile) -> None:
    mimetype = archive.read("mimetype")[:100].strip()
    if b"opendocument.spreadsheet" not in mimetype:
        raise UnreadableFileError("Ini dokumen OpenDocument lain, bukan lembar kerja. " + SAVE_AS)
    present = set(archive.namelist())
    if "META-INF/manifest.xml" in present and b"encryption-data" in archive.read(
        "META-INF/manifest.xml"
    ):
        raise UnreadableFileError(
            "Berkas .ods ini dikunci dengan kata sandi. Simpan ulang tanpa kata sandi, lalu kirim "
            "lagi."
        )
    if any(name.startswith(("Basic/", "Scripts/")) for name in present):
        raise UnreadableFileError(f"Berkas ini berisi makro. {SAVE_AS}")


def _check_office_parts(names: Sequence[str]) -> None:
    lower = [name.lower() for name in names]
    if any("vbaproject" in name or "/macrosheets/" in name for name in lower):
        raise UnreadableFileError(
            "Berkas ini berisi makro. Simpan sebagai Buku Kerja Excel (.xlsx) tanpa makro, lalu "
            "kirim lagi."
        )
    if any("/externallinks/" in name for name in lower):
        raise UnreadableFileError(
            "Berkas ini mengambil angka dari buku kerja lain. Pilih Data > Edit Tautan > Putuskan "
            "Tautan (Break Links), simpan, lalu kirim lagi."
        )
    if any("/embeddings/" in name or "/activex/" in name for name in lower):
        raise UnreadableFileError(
            "Berkas ini memuat berkas lain di dalamnya (objek sisipan). Hapus objek itu, simpan, "
            "lalu kirim lagi."
        )
