"""What every file is read against: profile, template, layouts, and the readers themselves.

Belongs here: loading them once in whoever reads files.
Stays out: reading one (`submission`), processes (`child`, `pool`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dagster_project.sae.contract.profile import Profile, load_profile

if TYPE_CHECKING:
    from dagster_project.sae.contract.template import Template
    from dagster_project.sae.intake.forms.printed.layout import AnyLayout


@dataclass(frozen=True)
class ReaderContext:
    """What every file is read against."""

    profile: Profile
    template: Template
    layouts: tuple[AnyLayout, ...]

    @classmethod
    def load(cls, layouts_dir: Path, profile_dir: Path) -> ReaderContext:
        """Load the template, the layouts and the profile, and every reader with them.

        Only who reads files pays for the readers: they take a quarter of a second.

        Raises:
            LayoutError: a layout file is wrong.
            ProfileError: a seed of the profile is wrong.
        """
        from dagster_project.sae.contract.template import TEMPLATE_NAME, load_template
        from dagster_project.sae.intake.file import reader
        from dagster_project.sae.intake.forms import recognise
        from dagster_project.sae.intake.forms.printed import reader as printed
        from dagster_project.sae.intake.forms.printed.layout import load_layouts
        from dagster_project.sae.intake.forms.template import reader as template
        from dagster_project.sae.intake.forms.tidy import reader as tidy

        del reader, recognise, printed, template, tidy  # they are loaded now
        profile = load_profile(profile_dir)
        return cls(
            profile,
            load_template(layouts_dir / TEMPLATE_NAME),
            load_layouts(layouts_dir, profile),
        )
