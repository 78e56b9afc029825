"""A release as a data portal reads it: DCAT in JSON-LD.

Belongs here: dcat.jsonld, one dataset with a distribution for each data file.
Stays out: what is not known: licence, contact point, addresses on the web. They are left out, and
the description says so. Source: W3C, Data Catalog Vocabulary (DCAT) version 3; SPDX for checksums.
"""

from __future__ import annotations

import json
from calendar import monthrange
from datetime import date
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from dagster_project.sae.installation.settings import ZONE
from dagster_project.sae.release.facts import DATABASE, FileFacts, ReleaseFacts
from dagster_project.sae.release.wording import label_line

_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
_PARQUET_TYPE = "https://www.iana.org/assignments/media-types/application/vnd.apache.parquet"
_UNKNOWN = "Lisensi, titik kontak, dan alamat unduh di web belum diketahui, jadi tidak ditulis."


def dcat(facts: ReleaseFacts) -> bytes:
    """dcat.jsonld: the release as one dcat:Dataset; addresses are relative to the folder."""
    scope, profile = facts.scope, facts.profile
    warning = label_line(facts.label)
    title = f"KPI SAE, siklus {scope.id_siklus} (kinerja {scope.tahun} {scope.periode})"
    dataset: dict[str, Any] = {
        "@context": _CONTEXT,
        "@id": f"urn:uuid:{uuid5(NAMESPACE_URL, scope.id_rilis)}",
        "@type": "dcat:Dataset",
        "dct:identifier": scope.id_rilis,
        "dct:title": _text(f"{warning}: {title}" if warning else title),
        "dct:description": _text(
            "KPI per pilar, indikator, dan OPD yang lolos gerbang mutu. " + _UNKNOWN
        ),
        "dct:language": "id",
        "dct:modified": _typed(scope.dibuat_pada.replace(tzinfo=ZONE).isoformat(), "dateTime"),
        "dcat:version": scope.versi_kode,
        "dcat:keyword": [_text(word) for word in ("KPI", "kinerja", scope.id_siklus, scope.profil)],
    }
    if months := _months(scope.periode):
        first, last = months
        dataset["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(date(scope.tahun, first, 1).isoformat(), "date"),
            "dcat:endDate": _typed(
                date(scope.tahun, last, monthrange(scope.tahun, last)[1]).isoformat(), "date"
            ),
        }
    if name := profile.get("nama_pemerintah"):
        dataset["dct:publisher"] = {"@type": "foaf:Organization", "foaf:name": name}
    if code := profile.get("kode_wilayah"):
        place = {"@type": "dct:Location", "dct:identifier": code}
        label = {"rdfs:label": profile["nama_wilayah"]} if "nama_wilayah" in profile else {}
        dataset["dct:spatial"] = place | label
    if facts.comparison is not None:
        former = facts.comparison.former.id
        dataset["dcat:previousVersion"] = {"@id": f"urn:uuid:{uuid5(NAMESPACE_URL, former)}"}
    texts = {f"parquet/{table.name}.parquet": table.text_id for table in facts.tables}
    dataset["dcat:distribution"] = [
        _distribution(path, file, text=texts.get(path, "Semua tabel dalam satu berkas DuckDB."))
        for path, file in sorted(facts.files.items())
    ]
    return json.dumps(dataset, indent=1, ensure_ascii=False).encode()


def _distribution(path: str, file: FileFacts, *, text: str) -> dict[str, Any]:
    common: dict[str, Any] = {
        "@type": "dcat:Distribution",
        "dct:title": path,
        "dct:description": _text(text),
        "dcat:downloadURL": {"@id": path},
    }
    if path == DATABASE:
        # DuckDB writes the same tables in other bytes each time; the manifest has their checksum.
        return common | {"dct:format": {"rdfs:label": "DuckDB"}}
    return common | {
        "dcat:mediaType": {"@id": _PARQUET_TYPE},
        "dcat:byteSize": _typed(str(file.size), "nonNegativeInteger"),
        "spdx:checksum": {
            "@type": "spdx:Checksum",
            "spdx:algorithm": {"@id": "spdx:checksumAlgorithm_sha256"},
            "spdx:checksumValue": _typed(file.sha256, "hexBinary"),
        },
    }


def _months(period: str) -> tuple[int, int] | None:
    """First and last month of TW1 to TW4, SM1, SM2 or THN; None for another period."""
    if period == "THN":
        return 1, 12
    length = {"TW": 3, "SM": 6}.get(period[:2])
    if length is None or not period[2:].isdecimal():
        return None
    last = int(period[2:]) * length
    return (last - length + 1, last) if length <= last <= 12 else None


def _text(value: str) -> dict[str, str]:
    return {"@language": "id", "@value": value}


def _typed(value: str, kind: str) -> dict[str, str]:
    return {"@type": f"xsd:{kind}", "@value": value}
