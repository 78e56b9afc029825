"""What builds the models of this installation: DuckDB on this machine, or a Spark.

Belongs here: which engine, where it computes, where its workers find files, what the surroundings
say of Java, Hadoop and the object store.
Stays out: anything that is done with it (`build`), reading the environment (`settings`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from dagster_project.sae.installation.errors import SettingsError

DUCKDB, SPARK = "duckdb", "spark"
_MASTER = re.compile(r"local(\[(\d+|\*)\])?|spark://\S+|yarn|k8s://\S+")


@dataclass(frozen=True)
class Engine:
    """The engine of an installation.

    Attributes:
        name: DUCKDB or SPARK (`SAE_MESIN`).
        master: where Spark computes (`SAE_SPARK`); on this machine, with the cores of a build, when
            empty.
        place: where Spark's workers find their input and leave their tables (`SAE_SPARK_GUDANG`), a
            folder that they all see or an address such as `s3://`; below `work` when None. May hold
            a password.
        java_home: where Java is (`JAVA_HOME`); on the path when None.
        conf_dir: the installation's own Spark configuration (`SPARK_CONF_DIR`), or None.
        store_url: the endpoint of an object store that is not Amazon's (`AWS_ENDPOINT_URL`).
    """

    name: str = DUCKDB
    master: str = ""
    place: str | None = field(default=None, repr=False)
    java_home: Path | None = None
    conf_dir: Path | None = None
    store_url: str | None = None

    @classmethod
    def from_env(cls, env: Mapping[str, str]) -> Engine:
        """Read the engine from variables of the environment.

        Raises:
            SettingsError: `SAE_MESIN` is no engine or `SAE_SPARK` no master.
        """
        name = env.get("SAE_MESIN", "").strip() or DUCKDB
        if name not in (DUCKDB, SPARK):
            raise SettingsError(f"SAE_MESIN={name!r} tidak dikenal; tulis {DUCKDB} atau {SPARK}.")
        master = env.get("SAE_SPARK", "").strip()
        if master and not _MASTER.fullmatch(master):
            raise SettingsError(
                f"SAE_SPARK={master!r} bukan master Spark; tulis seperti local[2], "
                "spark://host:7077, yarn atau k8s://https://host:6443."
            )
        place = env.get("SAE_SPARK_GUDANG", "").strip()
        if place and "://" not in place:
            place = str(Path(place).resolve())
        return cls(
            name=name,
            master=master,
            place=place or None,
            java_home=_folder(env.get("JAVA_HOME")),
            conf_dir=_folder(env.get("SPARK_CONF_DIR")),
            store_url=env.get("AWS_ENDPOINT_URL_S3") or env.get("AWS_ENDPOINT_URL") or None,
        )


def _folder(text: str | None) -> Path | None:
    return Path(text) if text else None
