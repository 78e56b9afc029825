"""`make compat-http`: a DuckDB on another machine attaches a release over HTTPS from a real nginx.

Belongs here: what is asked of such a client and what it must see.
Stays out: the server (`nginx_server`, which reads `deploy/nginx.conf` itself).

The client is DuckDB with the extension `httpfs` from its package, both of one version, in an
environment of its own: the product neither installs nor loads it, and writes with another version.
"""

from __future__ import annotations

import base64
import http.client
import shutil
import ssl
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console
from rich.table import Table

from lab.compat.environments import environment, its_own_first
from lab.compat.fingerprint import Fingerprint, of_rows
from lab.compat.nginx_server import PASSWORD, USER, serving_home

# The extension is built for exactly one version of DuckDB; as a package there is none for 2.0 yet.
DUCKDB = "1.5.5"
PACKAGES = (f"duckdb=={DUCKDB}", f"duckdb-extension-httpfs=={DUCKDB}")
INSIDE = "di-dalam"
NEXT = "R-UJI-TUKAR"
PUBLIC_SITE = "kinerja.example.go.id"
WRITES = (
    "create table sae.coba (i integer)",
    "delete from sae.rilis",
    "insert into sae.rilis from sae.rilis",
    "drop table sae.kpi_pilar",
)


def main() -> int:
    """Ask in an environment that has the extension; 0 when all is answered right."""
    if sys.argv[1:2] == [INSIDE]:
        return _ask_all(Path(sys.argv[2]), sys.argv[3])
    from lab.compat.matrix import release_to_read, served_id

    settings = release_to_read()
    release = str(served_id(settings))
    python = environment("http", PACKAGES)
    with tempfile.TemporaryDirectory(prefix="sae-http-") as name:
        home = Path(name) / "var"
        (home / "serving").mkdir(parents=True)
        shutil.copytree(settings.releases / release, home / "rilis" / release)
        (home / "serving" / "TERKINI").write_text(f"{release}\n", encoding="utf-8")
        _next_release(home, release)
        (home / "serving" / "publik").mkdir()
        (home / "serving" / "publik" / "index.html").write_text("<p>publik", encoding="utf-8")
        command = [str(python), "-m", "lab.compat.http_check", INSIDE, name, release]
        return subprocess.run(command, env=its_own_first(python), check=False).returncode


def _next_release(home: Path, release: str) -> None:
    """A second kept release: the same tables under another id, so that a mixture would show."""
    import duckdb

    folder = home / "rilis" / NEXT
    folder.mkdir()
    file = folder / "sae.duckdb"
    shutil.copyfile(home / "rilis" / release / "sae.duckdb", file)
    with duckdb.connect(str(file)) as connection:
        connection.execute(f"update rilis set id_rilis = '{NEXT}'")
        connection.execute("delete from kpi_pilar")
        connection.execute("checkpoint")
    file.chmod(0o444)


def _ask_all(scratch: Path, release: str) -> int:
    """Every question in turn, over one server."""
    import duckdb

    home, conf = scratch / "var", scratch / "nginx"
    conf.mkdir()
    rows: list[tuple[str, str, bool]] = []

    def ask(question: str, answer: object, wanted: object) -> None:
        rows.append((question, str(answer), answer == wanted))

    ask("the client's own version", duckdb.__version__, DUCKDB)
    with serving_home(home, conf) as address:
        web = _Web(address, conf / "sertifikat.pem")
        ask("without the password", web.get("/data/TERKINI", login=False)[0], 401)
        ask("public pages without it", web.get("/", login=False, site=PUBLIC_SITE)[0], 200)
        deck = f"/bahan/{release}/bahan-rakorev.pptx"
        ask("deck of the meeting", web.get(deck)[0], 200)
        ask("deck without the password", web.get(deck, login=False)[0], 401)
        ask("deck on the public site", web.get(deck, site=PUBLIC_SITE)[0], 404)
        ask("beside the deck", web.get(f"/bahan/{release}/../sae.duckdb")[0], 502)
        ask("all released rows without it", web.get("/rilis/", login=False)[0], 401)
        ask("id of the release that serves", web.get("/data/TERKINI")[1].strip(), release)
        ask("what else lies in a release", web.get(f"/data/{release}/MANIFEST.json")[0], 404)
        ask("another folder of the state", web.get("/data/arsip/sae.duckdb")[0], 404)
        ask("a file for writing ahead", web.get(f"/data/{release}/sae.duckdb.wal")[0], 404)
        ask("upload", web.get(f"/data/{release}/sae.duckdb", method="PUT")[0], 403)
        client = Client(address, conf / "sertifikat.pem")
        client.attach(release)
        wanted = local(home / "rilis" / release / "sae.duckdb")
        ask("tables and sums over HTTPS", len(client.seen()), len(wanted))
        ask("of which differ", [n for n, c in client.seen().items() if wanted.get(n) != c], [])
        ask("writes refused", sum(client.refuses(w) for w in WRITES), len(WRITES))
        late = Client(address, conf / "sertifikat.pem")
        late.attach(release)  # it reads its blocks only after the swap
        pointer = home / "serving" / "TERKINI.baru"
        pointer.write_text(f"{NEXT}\n", encoding="utf-8")
        pointer.replace(home / "serving" / "TERKINI")
        ask("attached before the swap, reads after it", late.seen() == wanted, True)
        now = web.get("/data/TERKINI")[1].strip()
        late.attach(now)
        ask("attached after the swap", late.one("select id_rilis from sae.rilis"), NEXT)
        ask("and its figures", late.one("select count(*) from sae.kpi_pilar"), 0)
        traffic = [line.split() for line in (conf / "akses.log").read_text("utf-8").splitlines()]
        asked = [line for line in traffic if line[5] == '"GET' and "sae.duckdb" in line[6]]
        partial = sum(line[8] == "206" for line in asked)
        ask("whole downloads of the file", sum(line[8] == "200" for line in asked), 0)
    table = Table(f"asked of DuckDB {duckdb.__version__} over HTTPS", "answer", "right")
    for question, answer, right in rows:
        table.add_row(question, answer, "yes" if right else "NO")
    Console(width=110).print(table)
    print(f"{partial} ranges read")
    return 0 if all(right for *_, right in rows) else 1


class Client:
    """A DuckDB as an analyst has it: the extension from its package, the login as a secret."""

    def __init__(self, address: str, certificate: Path) -> None:
        """Load the extension, trust the certificate, keep the login for this address alone."""
        import duckdb

        self.address = address
        self.connection = duckdb.connect(config={"autoinstall_known_extensions": "false"})
        spec = find_spec("duckdb_extension_httpfs")
        folder = Path(((spec and spec.submodule_search_locations) or [""])[0])
        file = folder / "extensions" / f"v{duckdb.__version__}" / "httpfs.duckdb_extension"
        self.connection.execute(f"load '{file}'")
        self.connection.execute(f"set global ca_cert_file = '{certificate}'")
        self.connection.execute(
            f"create secret sae (type http, scope '{address}/', extra_http_headers "
            f"map {{'Authorization': '{_login()}'}})"
        )

    def attach(self, release: str) -> None:
        """Attach one release under the name `sae`, in place of the one attached before."""
        self.connection.execute("detach database if exists sae")
        self.connection.execute(
            f"attach '{self.address}/data/{release}/sae.duckdb' as sae (read_only)"
        )

    def seen(self) -> Fingerprint:
        """Count and sum of every column of every table."""
        return _seen(self.connection, "sae")

    def one(self, query: str) -> object:
        """The one value a question answers."""
        row = self.connection.execute(query).fetchone()
        return row[0] if row else None

    def refuses(self, statement: str) -> bool:
        """Whether a statement is refused because the release is attached for reading."""
        import duckdb

        try:
            self.connection.execute(statement)
        except duckdb.InvalidInputException as error:
            return "read-only" in str(error)
        return False


class _Web:
    """What is asked of the server without DuckDB."""

    def __init__(self, address: str, certificate: Path) -> None:
        self.host = address.removeprefix("https://")
        self.trust = ssl.create_default_context(cafile=str(certificate))

    def get(
        self, path: str, *, login: bool = True, method: str = "GET", site: str = ""
    ) -> tuple[int, str]:
        connection = http.client.HTTPSConnection(self.host, context=self.trust, timeout=10)
        headers = {"Authorization": _login()} if login else {}
        headers |= {"Host": site} if site else {}
        connection.request(method, path, headers=headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode("utf-8", errors="replace")


def local(file: Path) -> Fingerprint:
    """The same figures, of the file itself."""
    import duckdb

    with duckdb.connect() as connection:
        connection.execute(f"attach '{file}' as asli (read_only)")
        return _seen(connection, "asli")


def _seen(connection: object, database: str) -> Fingerprint:
    found: Fingerprint = {}
    tables = (
        "select table_name from duckdb_tables() where database_name = $1 union all "
        "select view_name from duckdb_views() where database_name = $1 and not internal order by 1"
    )
    for (name,) in connection.execute(tables, [database]).fetchall():  # type: ignore[attr-defined]
        rows = connection.execute(f'from {database}.main."{name}"')  # type: ignore[attr-defined]
        found[name] = of_rows([column[0] for column in rows.description], rows.fetchall())
    return found


def _login() -> str:
    return "Basic " + base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode("ascii")


if __name__ == "__main__":
    sys.exit(main())
