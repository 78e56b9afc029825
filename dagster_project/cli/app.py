"""The command line `sae`: arguments in, one call into the library, an exit code out.

Belongs here: commands, their help, exit codes (0 released, clean or nothing to do, 1 broken,
2 a report that must be mended or a key that is not there, 3 held).
Stays out: what a command does (`sae/`) and how a summary looks (`shown`). Heavy imports wait
inside the commands, so that help and small commands start at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dagster_project.cli import cadangan, doctor, formulir, lihat, operasi, rilis, rumus
from dagster_project.cli.session import session

if TYPE_CHECKING:
    from dagster_project.sae.examine.examine import Examine
    from dagster_project.sae.installation.settings import Settings

EXIT_TO_MEND = 2
EXIT_HELD = 3

app = typer.Typer(
    name="sae",
    help="SAE: gudang KPI Kabupaten. Bicara dengan angka, dampak, dan perubahan.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
)
app.add_typer(rilis.app)
app.add_typer(rumus.app)
app.command()(lihat.lihat)
app.command()(formulir.formulir)
app.command()(doctor.doctor)
app.command()(cadangan.cadangkan)
app.command()(cadangan.pulihkan)
app.command()(operasi.pengingat)
app.command()(operasi.rawat)


@app.callback()
def main(context: typer.Context) -> None:
    """SAE: gudang KPI yang membuat pemerintah bicara dengan angka."""
    if context.invoked_subcommand == "periksa":
        # Its readers load while the arguments are still being read: a third of the whole time.
        context.obj = context.with_resource(_examiner())


@contextmanager
def _examiner() -> Iterator[Examine]:
    from dagster_project.sae.examine.examine import examiner

    with session() as settings, examiner(settings) as examine:
        yield examine


@app.command()
def run(
    masuk: Annotated[
        str | None,
        typer.Option(help="Folder atau alamat (sftp://...) laporan OPD (bawaan: SAE_MASUK)."),
    ] = None,
    siklus: Annotated[
        str | None, typer.Option(help="Id siklus rakorev, misalnya RAKOREV-2026-04.")
    ] = None,
    bangun_ulang: Annotated[
        bool, typer.Option("--bangun-ulang", help="Bangun lagi walau tidak ada masukan baru.")
    ] = False,
) -> None:
    """Jalankan seluruh pekerjaan satu kali: terima, periksa, hitung, putuskan, terbitkan."""
    from dagster_project.cli.shown import run as shown
    from dagster_project.cli.shown.operasi import print_delivery
    from dagster_project.sae.run import pipeline
    from dagster_project.sae.tell.alerts import tell_outcome

    with session(inbox=masuk) as settings:
        with _telling_when_broken(settings), shown.run_display() as display:
            outcome = pipeline.run(
                settings,
                cycle=siklus,
                rebuild=bangun_ulang,
                announce=display.step,
                progress=display.progress,
                waiting=display.waiting,
            )
        shown.print_outcome(settings, outcome)
    print_delivery(tell_outcome(settings, outcome))
    if outcome.status == "tahan":
        raise typer.Exit(EXIT_HELD)


@contextmanager
def _telling_when_broken(settings: Settings) -> Iterator[None]:
    """Post an alert about any error on its way up, whatever its kind."""
    try:
        yield
    except Exception as error:
        from dagster_project.cli.shown.operasi import print_delivery
        from dagster_project.sae.tell.alerts import tell_broken

        print_delivery(tell_broken(settings, type(error).__name__))
        raise


@app.command()
def periksa(
    context: typer.Context,
    berkas: Annotated[Path, typer.Argument(help="Berkas laporan OPD.", metavar="FILE")],
    ke: Annotated[
        Path | None, typer.Option(help="Folder untuk hasilnya (bawaan: di samping FILE).")
    ] = None,
) -> None:
    """Periksa satu laporan sekarang: temuan di layar, salinan bertanda di samping berkasnya.

    Keluar 0 bila bersih, 2 bila ada yang harus diperbaiki atau berkas ditolak.
    """
    from dagster_project.cli.shown.periksa import print_answer
    from dagster_project.sae.answer.write import write_answer

    examine: Examine = context.obj
    with session():
        answer = examine(berkas)
    written, problem = None, None
    if answer.remarks:
        folder = ke or berkas.resolve().parent
        try:
            written = write_answer(answer, berkas, folder)
        except OSError as error:
            reason = error.strerror or error
            problem = f"Hasil tidak dapat ditulis ke {folder} ({reason}); pakai --ke FOLDER."
    print_answer(answer, written, problem=problem)
    if answer.is_blocked:
        raise typer.Exit(EXIT_TO_MEND)


@app.command()
def mutu() -> None:
    """Buat halaman mutu data (Data Docs) dari pemeriksaan terakhir, tanpa isi baris."""
    from dagster_project.sae.checks.docs import write_docs

    with session() as settings:
        pages = write_docs(settings)
    typer.echo(f"{pages.index} ({len(pages.suites)} suite, {pages.seconds:.1f} detik)")


@app.command()
def telusur(
    tabel: Annotated[str, typer.Argument(help="Tabel terbit, misalnya kpi_indikator.")],
    kunci: Annotated[
        list[str] | None, typer.Argument(help="Nilai kuncinya, misalnya 1.02.01-001 2026 TW3.")
    ] = None,
) -> None:
    """Telusuri angka terbit sampai ke berkas, lembar, sel, isi mentah, dan aturannya.

    Keluar 2 bila tabel atau kuncinya tidak ada; yang terdekat disebutkan.
    """
    from dagster_project.cli.shown.telusur import print_trace
    from dagster_project.sae.readers.trace.facts import UnknownKeyError
    from dagster_project.sae.readers.trace.lookup import trace

    with session() as settings:
        try:
            found = trace(settings, tabel, kunci or [])
        except UnknownKeyError as error:
            typer.echo(str(error), err=True)
            raise typer.Exit(EXIT_TO_MEND) from error

    print_trace(found)


@app.command()
def templat(
    opd: Annotated[str, typer.Option(help="Kode OPD.", metavar="KODE")],
    periode: Annotated[str, typer.Option(help="Tahun dan periode, misalnya 2026-TW1.")],
    ke: Annotated[
        Path | None, typer.Option(help="Berkas atau folder tujuan (bawaan: folder ini).")
    ] = None,
) -> None:
    """Buat buku kerja kosong untuk satu OPD, berisi indikator dan target yang sudah diketahui."""
    from dagster_project.sae.blank.write import write_blank

    with session() as settings:
        blank = write_blank(settings, opd=opd, period=periode, target=ke)
    known = f"{blank.indicators} indikator dari {blank.source}" if blank.source else "hanya SAMPUL"
    typer.echo(f"Templat ditulis ke {blank.path} (terisi: {known}).")
    typer.echo(f"Kirim setelah diisi dengan nama {blank.send_as}")


@app.command()
def contoh(
    opd: Annotated[int, typer.Option(min=1, help="Banyaknya OPD.")] = 12,
    periode: Annotated[int, typer.Option(min=1, help="Banyaknya siklus, sejak yang pertama.")] = 4,
    benih: Annotated[int, typer.Option(help="Benih acak; benih sama, berkas sama.")] = 2026,
    ke: Annotated[Path, typer.Option(help="Folder tujuan.")] = Path("contoh"),
) -> None:
    """Tulis laporan contoh sintetis, yang baik dan yang buruk."""
    from dagster_project.sae.contract.profile import load_profile
    from dagster_project.sae.sample.write import write_samples

    with session() as settings:
        profile = load_profile(settings.profile_dir)
        paths = write_samples(ke, agencies=opd, periods=periode, seed=benih, profile=profile)
    typer.echo(f"{len(paths)} berkas contoh sintetis ditulis ke {ke}")


@app.command()
def ui(
    port: Annotated[int, typer.Option(help="Porta pada localhost.")] = 3000,
    siapkan: Annotated[
        bool, typer.Option("--siapkan", help="Hanya tulis dagster.yaml, untuk layanan server.")
    ] = False,
) -> None:
    """Buka layar Dagster pada localhost (perlu paket dagster-webserver)."""
    import os
    import signal
    import sys

    from dagster_project.orchestrator.ui_home import prepare_dagster_home

    with session() as settings:
        home = prepare_dagster_home(settings)
    if siapkan:
        typer.echo(str(home))
        return
    os.environ["DAGSTER_HOME"] = str(home)
    # A shell starts background jobs with Ctrl-C ignored, and Dagster handles SIGTERM as it found
    # Ctrl-C: without this the UI of a service or a script could only be killed.
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, signal.SIG_DFL)
    os.execv(  # noqa: S606 - the webserver takes the place of this process, so Ctrl-C reaches it
        sys.executable,
        [
            sys.executable, "-m", "dagster", "dev",
            "-m", "dagster_project.definitions",
            "-h", "127.0.0.1", "-p", str(port),
        ],
    )  # fmt: skip


if __name__ == "__main__":
    app()
