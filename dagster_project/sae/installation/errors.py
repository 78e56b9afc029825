"""Typed errors of the domain library.

Belongs here: every exception class that crosses a module border, so callers can catch by kind.
Stays out: messages for OPD (they are findings, not exceptions) and exit codes (the command line's).
See also: `forms.findings` for what a bad submission becomes.
"""

from __future__ import annotations


class SaeError(Exception):
    """Base of all errors this package raises on purpose; the message says what to do.

    Attributes:
        title: what it is about, in Indonesian, as people read it above the message.
    """

    title = "Tidak dapat dikerjakan"


class SettingsError(SaeError):
    """An environment variable or a path of the installation is wrong."""

    title = "Pengaturan"


class ProfileError(SaeError):
    """A profile seed is missing, or a row in it cannot be used."""

    title = "Profil"


class LayoutError(SaeError):
    """A layout file does not follow the layout schema."""

    title = "Tata letak"


class UnreadableFileError(SaeError):
    """A received file cannot be read; the message is an Indonesian sentence for its sender."""

    title = "Berkas tidak terbaca"


class ArchiveError(SaeError):
    """The archive is damaged; the message names the file and what mends it."""

    title = "Arsip"


class InboxError(SaeError):
    """An inbox at an address cannot be read; the message names it without credentials."""

    title = "Kotak masuk"


class BlankError(SaeError):
    """A workbook to fill cannot be made as asked; the message is an Indonesian sentence."""

    title = "Templat"


class SuiteError(SaeError):
    """An expectation suite names what does not exist, or names it twice."""

    title = "Aturan pemeriksaan"


class WarehouseError(SaeError):
    """dbt could not build the warehouse; the message names the first node that failed."""

    title = "Gudang kerja"


class WarehouseHeldError(WarehouseError):
    """Another process holds the build warehouse; the message names it. Nothing is damaged."""

    title = "Gudang kerja sedang dipegang"


class EngineError(SaeError):
    """The engine that should build the models is missing, does not answer or gave up."""

    title = "Mesin hitung"


class GateError(SaeError):
    """The gate could not be computed, so nothing may be published."""

    title = "Gerbang"


class ReleaseError(SaeError):
    """A release could not be written, verified or served."""

    title = "Rilis"


class BackupError(SaeError):
    """A backup could not be made or brought back; the message says what is in the way."""

    title = "Cadangan"


class AlertError(SaeError):
    """An alert was not delivered; the message never holds the address."""

    title = "Kabar"


class DiskError(SaeError):
    """A disk is full, read-only or gone while something was written; the message says which."""

    title = "Disk"


class LaneBusyError(SaeError):
    """Another run holds the lane; the message says who."""

    title = "Jalur sedang dipakai"
