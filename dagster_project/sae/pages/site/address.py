"""Where a page stands: stable file names made of codes that anybody may have typed.

Belongs here: one code to one file name, the same in every release. Stays out: links between pages.
"""

from __future__ import annotations

from functools import lru_cache
from hashlib import sha256

_SAFE = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")
# Names longer than this are refused by some file systems once an extension is added.
_LONGEST = 100


@lru_cache(maxsize=65_536)
def slug(code: str) -> str:
    """A file name of a code: safe letters stay, any other byte becomes `~` and two hex digits.

    Different codes have different names, and no name leaves its folder or is hidden.
    """
    parts = [
        c if c in _SAFE else "".join(f"~{byte:02x}" for byte in c.encode("utf-8", "surrogatepass"))
        for c in code
    ]
    if parts and parts[0] == ".":
        parts[0] = "~2e"
    text = "".join(parts) or "~"
    if len(text) <= _LONGEST:
        return text
    return f"{text[:_LONGEST]}~{sha256(code.encode('utf-8', 'surrogatepass')).hexdigest()[:16]}"
