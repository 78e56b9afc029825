"""The command line `sae`: arguments in, one call into the library, an exit code out.

Belongs here: commands, their help, exit codes (0 released, clean or nothing to do, 1 broken,
2 a report that must be mended or a key that is not there, 3 held, 4 all done but for files of the
inbox that could not be read).
Stays out: what a command does (`sae/`) and how a summary looks (`shown`). Heavy imports wait
inside the commands, so that help and small commands start at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dagster_project.cli import cadangan, doctor, formulir, layar, lihat, operasi, rilis, rumus
from dagster_project.cli.session import on_lane, session
from dagster_project.cli.shown.say import say
from dagster_project.sae.installation.words import number, why

if TYPE_CHECKING:
    from dagster_project.sae.examine.examine import Examine
    from dagster_project.sae.installation.settings import Settings

LANE_WAIT_SECONDS = 900.0
EXIT_TO_MEND = 2
EXIT_HELD = 3
EXIT_UNREAD = 4

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
app.command()(layar.ui)
app.command()(doctor.doctor)
app.command()(cadangan.cadangkan)
app.command()(cadangan.pulihkan)
app.command()(operasi.pengingat)
app.command()(operasi.rawat)


@app.callback()
def main(
    context: typer.Context,
    version: Annotated[
        bool,
        typer.Option(
            "--version",
            help="Tampilkan versi lalu keluar.",
            is_eager=True,
            callback=lambda asked: _say_version() if asked else None,
        ),
    ] = False,
) -> None:
    """SAE: gudang KPI yang membuat pemerintah bicara dengan angka."""
    if context.invoked_subcommand == "periksa":
        # Its readers load while the arguments are still being read: a third of the whole time.
        context.obj = context.with_resource(_examiner())


def _say_version() -> None:
    from dagster_project.sae.build.identity import code_version
    from dagster_project.sae.installation.settings import PROJECT_ROOT

    say(f"sae {code_version(PROJECT_ROOT)}")
    raise typer.Exit


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
    """Jalankan seluruh pekerjaan satu kali: terima, periksa, hitung, putuskan, terbitkan.

    Keluar 0 bila terbit atau tidak ada yang baru, 1 bila gagal, 3 bila ditahan gerbang, 4 bila
    selesai tetapi ada berkas di kotak masuk yang tidak terbaca.
    """
    from dagster_project.cli.shown import run as shown
    from dagster_project.cli.shown.operasi import print_delivery
    from dagster_project.cli.shown.progress import run_display
    from dagster_project.sae.run import pipeline
    from dagster_project.sae.tell.alerts import tell_outcome

    with session(inbox=masuk) as settings:
        with _telling_when_broken(settings), run_display() as display:
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
    if outcome.intake.unreadable:
        raise typer.Exit(EXIT_UNREAD)


@contextmanager
def _telling_when_broken(settings: Settings) -> Iterator[None]:
    """Post an alert about any error on its way up, whatever its kind."""
    try:
        yield
    except Exception as error:
        from dagster_project.cli.shown.operasi import print_delivery
        from dagster_project.sae.tell.alerts import tell_broken

        print_delivery(tell_broken(settings, _cause(error)))
        raise


def _cause(error: Exception) -> str:
    """What broke, for people who are not at the server; never the text of the error."""
    from dagster_project.sae.installation.errors import SaeError

    if isinstance(error, SaeError):
        return error.title
    return f"galat tak terduga, {type(error).__name__}"


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
            problem = f"Hasil tidak dapat ditulis ke {folder} ({why(error)}); pakai --ke FOLDER."
    print_answer(answer, written, problem=problem)
    if answer.is_blocked:
        raise typer.Exit(EXIT_TO_MEND)


@app.command()
def mutu() -> None:
    """Buat halaman mutu data (Data Docs) dari pemeriksaan terakhir, tanpa isi baris."""
    from dagster_project.sae.checks.docs import write_docs

    with session() as settings, on_lane(settings, "sae mutu", wait_seconds=LANE_WAIT_SECONDS):
        pages = write_docs(settings)
    say(f"{pages.index} ({len(pages.suites)} suite, {number(pages.seconds, 1)} detik)")


@app.command()
def dokumen(
    ke: Annotated[
        Path | None, typer.Option(help="Berkas HTML (bawaan: dokumen/index.html di SAE_HOME).")
    ] = None,
) -> None:
    """Tulis satu halaman tentang semua model, alurnya, dan kolomnya (make docs)."""
    from dagster_project.sae.build.model_docs import write_model_docs

    with session() as settings:
        page = write_model_docs(settings, ke or settings.home / "dokumen" / "index.html")
    say(str(page))


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
            say(str(error), is_error=True)
            raise typer.Exit(EXIT_TO_MEND) from error

    print_trace(found)


@app.command()
def templat(
    opd: Annotated[str | None, typer.Option(help="Kode OPD.", metavar="KODE")] = None,
    periode: Annotated[
        str | None, typer.Option(help="Tahun dan periode, misalnya 2026-TW1.")
    ] = None,
    semua: Annotated[
        bool, typer.Option("--semua", help="Satu buku kerja untuk tiap OPD siklus itu.")
    ] = False,
    siklus: Annotated[
        str | None, typer.Option(help="Id siklus, misalnya RAKOREV-2026-04; ganti --periode.")
    ] = None,
    ke: Annotated[
        Path | None,
        typer.Option(help="Berkas atau folder tujuan (bawaan: folder ini; --semua: folder baru)."),
    ] = None,
) -> None:
    """Buat buku kerja untuk diisi, berisi semua yang sudah diketahui dan masih berlaku.

    Periode yang sudah dilaporkan dimulai dari versi yang berlaku, dengan nomor versi berikutnya.
    """
    if (opd is None) != semua or (periode is None) == (siklus is None):
        raise typer.BadParameter(
            "Tulis --opd KODE atau --semua, lalu --periode atau --siklus; misalnya "
            "--opd 1.02.01 --periode 2026-TW3, atau --semua --siklus RAKOREV-2026-04."
        )
    from dagster_project.cli.shown.templat import print_blank, print_blanks
    from dagster_project.sae.blank.write import write_all, write_blank

    asked = str(periode or siklus)
    with session() as settings:
        if opd is None:
            blanks = write_all(settings, period=asked, folder=ke)
            print_blanks(blanks)
        else:
            print_blank(write_blank(settings, opd=opd, period=asked, target=ke))


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
    say(f"{number(len(paths))} berkas contoh sintetis ditulis ke {ke}")


if __name__ == "__main__":
    app()
