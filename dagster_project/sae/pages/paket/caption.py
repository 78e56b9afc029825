"""The words of a card: headline, figure, what it is compared with, caption, alternative text.

Belongs here: Indonesian sentences about one piece of news. Stays out: choosing it, drawing it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dagster_project.sae.pages.paket.news import CORRECTED, SWADAYA, WITHDRAWN, News
from dagster_project.sae.pages.site import words
from dagster_project.sae.pages.site.facts import Facts
from dagster_project.sae.release.changes import CAUSES

_NAME, _TYPED = 200, 220
_KICKERS = {
    WITHDRAWN: "Angka ditarik",
    CORRECTED: "Angka diperbaiki",
    "MELESET": "Meleset dari target",
    "MUNDUR": "Mundur",
    "TERCAPAI": "Target tercapai",
    "DIPERCEPAT": "Dipercepat",
    SWADAYA: "Swadaya warga",
}


@dataclass(frozen=True)
class Words:
    """What a card says.

    Attributes:
        kicker: the verdict in two or three words.
        headline: what it is about.
        figure: the figure with its unit; empty for one that was withdrawn.
        lines: what the figure is compared with, a sentence each.
        source: where it came from: source, agency, release, cut-off.
        caption: the text beside the picture.
        alternative: the picture in words, for those who do not see it.
    """

    kicker: str
    headline: str
    figure: str
    lines: tuple[str, ...]
    source: str
    caption: str
    alternative: str


def words_of(news: News, facts: Facts) -> Words:
    """The words of one piece of news."""
    kicker = _KICKERS.get(news.rule, words.words(news.rule))
    headline = words.bare(news.name, _NAME)
    figure = "" if news.value is None else _amount(news, news.value)
    when = words.period(news.year or "", news.period)
    lines = tuple(_lines(news, when))
    source = _source(news, facts)
    told = f"{figure} {_reach(news)} {when}. " if figure else ""
    done = _promise(news) if news.kind == "BURUK" else ""
    label = f" {words.clean(facts.label)}." if facts.label else ""
    caption = f"{kicker}: {headline}. {told}{' '.join(lines)}{done} {source}{label}"
    alternative = f"Kartu berjudul {kicker}: {headline}. {told}{' '.join(lines)}{label}"
    return Words(kicker, headline, figure, lines, source, " ".join(caption.split()), alternative)


def _amount(news: News, value: Any) -> str:
    unit = "rupiah" if news.rule == SWADAYA else getattr(news.row, "satuan", None)
    if unit is None and news.indicator is not None:
        unit = news.indicator.definition.satuan
    return words.amount(value, unit)


def _reach(news: News) -> str:
    """A running total is one up to its period, not of that period alone."""
    kind = getattr(news.row, "jenis_agregasi", None)
    return "sampai" if kind == "KUMULATIF" and news.period != "THN" else "pada"


def _lines(news: News, when: str) -> list[str]:
    """What the figure is compared with."""
    row = news.row
    former = "" if news.former is None else _amount(news, news.former)
    if news.rule == WITHDRAWN:
        told = [f"Angka {when} yang pernah terbit ditarik dan tidak berlaku lagi."]
    elif news.rule == CORRECTED:
        told = [f"Semula terbit {former}."]
    elif news.rule == "MELESET":
        reached = words.percent(row.capaian_tampil)
        told = [f"Target {former or _range(news)}; capaian {reached}."]
    elif news.rule == "TERCAPAI":
        told = [f"Dari {former} ({news.former_name}). Target {_goal(news)} tercapai."]
    elif news.rule == SWADAYA:
        told = [_where(news)]
    else:
        told = [f"Dari {former} ({news.former_name}) menjadi {_amount(news, news.value)} ({when})."]
        if row.target_akhir_rpjmd is not None:
            last = _amount(news, row.target_akhir_rpjmd)
            told.append(f"Target {row.tahun_akhir or 'akhir'}: {last}.")
    if news.rule in (WITHDRAWN, CORRECTED) and news.cause:
        causes = (CAUSES.get(code, code).partition(":")[0] for code in news.cause.split())
        told.append(f"Sebab: {'; '.join(causes)}.")
    return told


def _range(news: News) -> str:
    low, high = news.row.target_bawah, news.row.target_atas
    return f"{words.number(low)} sampai {_amount(news, high)}" if high is not None else words.NONE


def _goal(news: News) -> str:
    return _range(news) if news.row.target is None else _amount(news, news.row.target)


def _where(news: News) -> str:
    place = words.bare(news.former_name, 80)
    people = news.row.jumlah_orang
    told = f"Oleh warga {place}" if news.former_name else "Oleh warga"
    return f"{told}, {words.number(people, 0)} orang." if people else f"{told}."


def _promise(news: News) -> str:
    """What is done about bad news; that nothing is known to be done is said as well."""
    promise = news.indicator.promise(news.year, news.period) if news.indicator else None
    if promise is None:
        return " Hambatan dan rencananya belum dijelaskan."
    told = f" Hambatan: {_sentence(promise.uraian_hambatan)}"
    told += f" Rencana: {_sentence(promise.rencana_tindak_lanjut)}"
    return told + (f" Tenggat {words.day(promise.tenggat)}." if promise.tenggat else "")


def _sentence(text: str | None) -> str:
    told = words.bare(text, _TYPED)
    return told if told.endswith((".", "…")) else f"{told}."


def _source(news: News, facts: Facts) -> str:
    release = facts.release
    data = getattr(news.row, "sumber_data", None)
    through = words.bare(news.agency, 90) if news.agency else "OPD"
    origin = f"{words.bare(data, 90)} melalui {through}" if data else through
    return (
        f"Sumber: {origin}; rilis {release.id_rilis}, batas data "
        f"{words.day(release.tanggal_batas)}."
    )
