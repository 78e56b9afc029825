"""Writes the broken and hostile files of `masuk/`, the same bytes every time.

Belongs here: one function for each kind of file that must be refused with a sentence.
Stays out: files by others (they stay where they are), and what the sentences must say
(`expected.csv`).
"""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

INBOX = Path(__file__).parent / "masuk"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")

CONTENT_TYPES = (
    '<?xml version="1.0"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)
ROOT_RELS = (
    '<?xml version="1.0"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="xl/workbook.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    "</Relationships>"
)
WORKBOOK_RELS = (
    '<?xml version="1.0"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="worksheets/sheet1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"/>'
    "</Relationships>"
)
WORKBOOK = (
    '<?xml version="1.0"?>'
    '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    '<sheets><sheet name="REALISASI" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
_MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET_OPEN = (
    '<?xml version="1.0"?>'
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
)


def zip_of(parts: list[tuple[str, bytes | str]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip with those parts, in order, dated 1980; the same name may come twice."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return buffer.getvalue()


def xlsx(sheet: str, *, extra: tuple[tuple[str, bytes | str], ...] = ()) -> bytes:
    """A workbook with one sheet REALISASI of that XML, and other parts beside it."""
    return zip_of(
        [
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", ROOT_RELS),
            ("xl/workbook.xml", WORKBOOK),
            ("xl/_rels/workbook.xml.rels", WORKBOOK_RELS),
            ("xl/worksheets/sheet1.xml", sheet),
            *extra,
        ]
    )


def xlsx_with(part: str, content: str, *, sheet: str) -> bytes:
    """A workbook whose workbook part also names `xl/<part>.xml`, with that content."""
    relation = (
        f'<Relationship Id="rId2" Target="{part}.xml" Type="http://schemas.openxmlformats.org/'
        f'officeDocument/2006/relationships/{part}"/></Relationships>'
    )
    return zip_of(
        [
            ("[Content_Types].xml", CONTENT_TYPES),
            ("_rels/.rels", ROOT_RELS),
            ("xl/workbook.xml", WORKBOOK),
            (
                "xl/_rels/workbook.xml.rels",
                WORKBOOK_RELS.replace("</Relationships>", relation),
            ),
            ("xl/worksheets/sheet1.xml", sheet),
            (f"xl/{part}.xml", content),
        ]
    )


def ods(content: str) -> bytes:
    """An OpenDocument spreadsheet with that content.xml."""
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zip_of([("mimetype", kind), ("content.xml", content)])


def rows(*cells: str) -> str:
    """A sheet with one row of those cells."""
    return f"{SHEET_OPEN}<sheetData><row r='1'>{''.join(cells)}</row></sheetData></worksheet>"


def _spoilt(data: bytes) -> bytes:
    """A zip whose workbook part is no deflate stream."""
    name = b"xl/workbook.xml"
    at = data.index(name) + len(name)
    return data[:at] + b"\xff" * 9 + data[at + 9 :]


def _moved(data: bytes) -> bytes:
    """A zip whose end record says that the directory stands further back than it does."""
    at = data.rindex(b"PK\x05\x06") + 16
    return (
        data[:at]
        + (int.from_bytes(data[at : at + 4], "little") + 99).to_bytes(4, "little")
        + (data[at + 4 :])
    )


def number(address: str) -> str:
    """A cell with the number 1."""
    return f"<c r='{address}'><v>1</v></c>"


def files() -> dict[str, bytes]:
    """Every file of the folder by its name."""
    plain = rows(number("A1"))
    stored = zip_of([("REALISASI.csv", "id_indikator\nA-001\n")], zipfile.ZIP_STORED)
    merges = "".join(f"<mergeCell ref='A{n}:B{n}'/>" for n in range(1, 5_102))
    entities = "".join(
        f"<!ENTITY e{n} '{'&e' + str(n - 1) + ';' if n else 'x'}'>" for n in range(9)
    )
    end = "</worksheet>"
    bomb = f"<!DOCTYPE d [{entities}]>"
    shared = rows("<c r='A1' t='s'><v>0</v></c>")
    strings = f"<sst {_MAIN}><si><t>&e8;</t></si></sst>"
    return {
        "kosong.xlsx": b"",
        "halaman_web.xlsx": b"<html><body><table><tr><td>1</td></tr></table></body></html>",
        "teks.xlsx": b"ini bukan buku kerja",
        "lama.xls": _OLE + b"\0" * 56,
        "lama_berganti_nama.xlsx": _OLE + b"\0" * 56,
        "kata_sandi.xlsx": _OLE + b"\0" * 56 + "EncryptedPackage".encode("utf-16-le"),
        "terpotong.xlsx": xlsx(plain)[:-40],
        "crc_salah.zip": stored.replace(b"A-001", b"A-002", 1),
        "biner.xlsb": zip_of([("xl/workbook.bin", b"\0")]),
        "makro.xlsx": xlsx(plain, extra=(("xl/vbaProject.bin", b"\0"),)),
        "tautan_luar.xlsx": xlsx(plain, extra=(("xl/externalLinks/externalLink1.xml", "<a/>"),)),
        "objek_sisipan.xlsx": xlsx(plain, extra=(("xl/embeddings/oleObject1.bin", b"\0"),)),
        "bagian_kembar.xlsx": xlsx(plain, extra=(("xl/worksheets/SHEET1.xml", plain),)),
        "keluar_berkas.xlsx": xlsx(plain, extra=(("../luar.xml", "<a/>"),)),
        "jalur_mutlak.zip": zip_of([("/etc/INDIKATOR.csv", "id_indikator\n")]),
        "bom_rasio.xlsx": xlsx(plain, extra=(("xl/media/kosong.bin", b"\0" * (2 << 20)),)),
        "doctype.xlsx": xlsx(f"<!DOCTYPE worksheet [{entities}]>" + plain.partition("?>")[2]),
        "sel_jauh.xlsx": xlsx(rows(number("A1"), number("XFD1048576"))),
        "sel_kembar.xlsx": xlsx(rows(number("A1"), number("A1"))),
        "galat_baru.xlsx": xlsx(rows("<c r='B1' t='e'><v>#SPILL!</v></c>")),
        "alamat_salah.xlsx": xlsx(rows(number("AAAA1"))),
        "gabungan.xlsx": xlsx(f"{SHEET_OPEN}<sheetData/><mergeCells>{merges}</mergeCells>{end}"),
        "xml_rusak.xlsx": xlsx(plain[:-20]),
        "tanpa_lembar.xlsx": zip_of([("[Content_Types].xml", CONTENT_TYPES)]),
        "bentuk_lain.xlsx": xlsx(plain),
        "dokumen.xlsx": zip_of([("[Content_Types].xml", ""), ("word/document.xml", "<a/>")]),
        "terkunci.ods": zip_of(
            [
                ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                ("META-INF/manifest.xml", "<m><encryption-data/></m>"),
                ("content.xml", "x"),
            ]
        ),
        "ulangan.ods": ods(
            "<d xmlns:table='t' xmlns:office='o'><table:table table:name='A'>"
            "<table:table-row table:number-rows-repeated='1048576'>"
            "<table:table-cell office:value-type='float' office:value='1' "
            "table:number-columns-repeated='1024'/></table:table-row></table:table></d>",
        ),
        "entitas.ods": ods(f"{bomb}<d>&e8;</d>"),
        "entitas_teks.xlsx": xlsx_with("sharedStrings", f"{bomb}{strings}", sheet=shared),
        "entitas_gaya.xlsx": xlsx_with("styles", f"{bomb}<styleSheet/>", sheet=plain),
        "teks_bersama_rusak.xlsx": xlsx_with("sharedStrings", strings[:-15], sheet=shared),
        "huruf_asing.xlsx": xlsx("<?xml version='1.0' encoding='utf-7'?>" + plain[21:]),
        "pemampatan_asing.xlsx": zip_of([("[Content_Types].xml", "x")], zipfile.ZIP_BZIP2),
        "mampat_rusak.xlsx": _spoilt(xlsx(plain)),
        "letak_salah.xlsx": _moved(xlsx(plain)),
        "tanpa_csv.zip": zip_of([("laporan.xlsx", b"PK")]),
        "lembar_kembar.zip": zip_of([("a/REALISASI.csv", "x\n"), ("b/REALISASI.csv", "x\n")]),
        "geser.csv": b"id_indikator,realisasi\n" + b"A-001,12,5\n" * 51,
        "kutip.csv": b'id_indikator,realisasi\n"A-001,12\n',
        "pemisah.csv": b"id_indikator,tahun;realisasi\nA,1;2\n",
        "latin.csv": b"id_indikator,nama\nA-001,caf\xe9\nA-002,caf\xc3\xa9\n",
        "laporan.docx": b"PK\x03\x04",
        "tanpa_akhiran": b"angka",
    }


def main() -> None:
    """Write every file."""
    INBOX.mkdir(exist_ok=True)
    for name, data in files().items():
        (INBOX / name).write_bytes(data)


if __name__ == "__main__":
    main()
