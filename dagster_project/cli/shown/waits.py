"""What of a run waits: for the next release, or for somebody's approval.

Belongs here: a line for each file that came too late and for each difference the net caught.
Stays out: finding either (`sae.run.summary`), the rest of the page (`run`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

    from dagster_project.sae.run.summary import Summary

NET_LINES = 25


def print_waiting(console: Console, summary: Summary) -> None:
    """Files that came after the cut-off, and what of the candidate waits for an approval."""
    for file in summary.waiting:
        console.print(f"Menunggu {file.file}: {file.message}", markup=False, highlight=False)
    _print_net(console, summary)


def _print_net(console: Console, summary: Summary) -> None:
    holding = [line.message for line in summary.net if line.is_holding]
    counted = [line.message for line in summary.net if not line.is_holding]
    if holding:
        console.print("\nBerbeda dari rilis yang dilayankan, tanpa sebab atau di atas ambang:")
    for message in holding[:NET_LINES]:
        console.print(f"  {message}", markup=False, highlight=False)
    if len(holding) > NET_LINES:
        console.print(f"  dan {len(holding) - NET_LINES} lainnya, semuanya ada di mutu_temuan")
    for message in counted:
        console.print(f"Dibanding rilis yang dilayankan: {message}", markup=False, highlight=False)
