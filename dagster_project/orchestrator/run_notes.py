"""What a run leaves in its tags for the sensors that tell people of it, after it and off its lane.

Belongs here: the tags by name, lists of sentences as the text of one tag.
Stays out: the sentences, sending them (`sae.tell`), which run is told of (`defs.alerts`).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

UNREAD = "sae/tak_terbaca"
LOST_SCORES = "sae/pilar_tanpa_skor"
_SENTENCES, _LENGTH = 6, 300


def sentences_tag(sentences: Sequence[str]) -> str:
    """The first sentences and how many there are, for a tag that any storage of Dagster holds."""
    return json.dumps([one[:_LENGTH] for one in sentences[:_SENTENCES]], ensure_ascii=False)


def sentences_of(tags: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The sentences of a tag; none without one, or when people wrote something else there."""
    try:
        found = json.loads(tags.get(name, "[]"))
    except ValueError:
        return ()
    return tuple(map(str, found)) if isinstance(found, list) else ()
