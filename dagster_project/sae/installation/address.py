"""A folder at an address (`sftp://`, `s3://`, `webdavs://`, `file://`), opened and tried again.

Belongs here: opening a place, trying again after a pause, saying what is wrong without a password.
Stays out: what is read there (`intake.remote`) or put there (`answer.deliver`), which address it is
(`settings`).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import unquote, urlsplit

from dagster_project.sae.installation.errors import InboxError

if TYPE_CHECKING:
    from fsspec import AbstractFileSystem

T = TypeVar("T")

ATTEMPTS = 3

BACKOFF_SECONDS = 0.5
"""Wait before the second attempt; each further wait is four times as long."""

_WEBDAV: Mapping[str, str] = {"webdav": "http", "webdavs": "https"}


class Address:
    """A place at its address, opened when first asked and anew after each failure.

    Args:
        address: with a scheme; may hold a password, so it is never shown.
        shown: the same as people may see it.
        what: what it is, in Indonesian, to begin a sentence with.
        remedy: what to look at when it cannot be used, in Indonesian.
    """

    def __init__(self, address: str, shown: str, *, what: str, remedy: str) -> None:
        self._address, self.shown, self.what, self.remedy = address, shown, what, remedy
        self._system: AbstractFileSystem | None = None
        self.root = ""

    def again(self, call: Callable[[AbstractFileSystem], T]) -> T:
        """Do it, and again after a pause when it fails; what is not there is not asked for again.

        Raises:
            InboxError: it failed every time.
            FileNotFoundError: there is no such file or folder.
        """
        failure: Exception | None = None
        for attempt in range(ATTEMPTS):
            if failure is not None:
                time.sleep(BACKOFF_SECONDS * 4 ** (attempt - 1))
            try:
                if self._system is None or failure is not None:
                    self._system, self.root = self._open()
                return call(self._system)
            except (FileNotFoundError, NotADirectoryError, InboxError):
                raise
            except Exception as error:  # noqa: BLE001 - every protocol raises errors of its own
                failure = error
        # Not chained: what a library says may hold the address with its password.
        raise InboxError(
            f"{self.what} {self.shown} tidak dapat dibaca setelah {ATTEMPTS} kali dicoba "
            f"({kind_of(failure)}). {self.remedy}"
        ) from None

    def _open(self) -> tuple[AbstractFileSystem, str]:
        try:
            system, root = _opened(self._address)
        except ImportError as error:
            raise InboxError(
                f"{self.what} {self.shown} memerlukan paket yang belum terpasang: {error.msg}"
            ) from None
        except ValueError:
            raise InboxError(
                f"Alamat {self.what.lower()} {self.shown} tidak dikenal jenisnya."
            ) from None
        except OSError:  # nobody answers: worth another attempt, unlike a password that is wrong
            raise
        except Exception as error:  # noqa: BLE001 - every protocol raises errors of its own
            raise InboxError(
                f"{self.what} {self.shown} tidak dapat dihubungi ({kind_of(error)})."
            ) from None
        return system, str(root).rstrip("/")


def kind_of(error: Exception | None) -> str:
    """What went wrong without the text of a library, which may hold the address."""
    text = error.strerror if isinstance(error, OSError) and error.strerror else None
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def _opened(address: str) -> tuple[AbstractFileSystem, str]:
    scheme = address.partition("://")[0].lower()
    if scheme in _WEBDAV:
        return _webdav(address, _WEBDAV[scheme]), ""
    import fsspec

    system, root = fsspec.core.url_to_fs(address, skip_instance_cache=True)
    return system, str(root)


def _webdav(address: str, scheme: str) -> AbstractFileSystem:
    """WebDAV (Nextcloud, ownCloud, Apache): its library takes the server's own address."""
    from webdav4.fsspec import WebdavFileSystem  # type: ignore[import-not-found]

    parts = urlsplit(address)
    port = f":{parts.port}" if parts.port else ""
    login = (unquote(parts.username), unquote(parts.password or "")) if parts.username else None
    return WebdavFileSystem(f"{scheme}://{parts.hostname}{port}{parts.path}", auth=login)
