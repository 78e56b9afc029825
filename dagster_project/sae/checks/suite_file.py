"""What one suite file may say: the shape of `expectations/suites/*.yaml`.

Belongs here: the typed file, from which `suite.schema.json` is made.
Stays out: whether the rules and columns it names exist (`suites`), running it (`judge`).
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][A-Za-z0-9_]*$")]
SheetName = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z_]*$")]
Sentence = Annotated[str, StringConstraints(min_length=10, strip_whitespace=True)]
Scalar = bool | int | float | str
Operator = Literal["==", "!=", "<", "<=", ">", ">=", "in", "not_in", "is_null", "not_null"]


class Condition(BaseModel):
    """One condition on a row; all conditions of a list must hold for the row to be judged."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    column: Name
    op: Operator
    value: Scalar | list[Scalar] | None = Field(
        default=None, description="A list for in and not_in, nothing for is_null and not_null."
    )

    @model_validator(mode="after")
    def _value_fits_operator(self) -> Self:
        if self.op in {"is_null", "not_null"}:
            if self.value is not None:
                raise ValueError(f"op {self.op} takes no value")
        elif self.op in {"in", "not_in"}:
            if not isinstance(self.value, list) or not self.value:
                raise ValueError(f"op {self.op} needs a list of values")
        elif self.value is None or isinstance(self.value, list):
            raise ValueError(f"op {self.op} needs one value")
        return self


class Entry(BaseModel):
    """One expectation; a row breaks a rule when it breaks one of the rule's expectations."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    rule: str = Field(description="Id of the rule in dbt/seeds/policy/aturan.csv.")
    severity: Literal["B", "K", "P", "I"] = Field(description="As in the catalogue.")
    expect: str = Field(description="Great Expectations type, in snake case.")
    kwargs: dict[Name, Scalar | list[Scalar]] = Field(description="Its arguments.")
    when: list[Condition] = Field(default=[], description="Rows it is about; all rows when absent.")
    missing: Literal["fails", "passes"] = Field(
        default="fails", description="What a missing value does; the library alone lets it pass."
    )
    cell: Name | None = Field(
        default=None, description="Field whose cell the finding names, if not the catalogue's."
    )
    sheet: SheetName | None = Field(
        default=None, description="Sheet of that cell, if not the catalogue's."
    )
    why: Sentence = Field(description="Why this expectation carries the rule.")


class SuiteFile(BaseModel):
    """All expectations on one test table."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    suite: Name = Field(description="The stem of the file.")
    table: Name = Field(description="Test table of the build warehouse.")
    entity: Literal["berkas", "baris", "anggaran", "swadaya", "opd", "opd_pilar"] = Field(
        description="What one row stands for."
    )
    key: list[Name] = Field(min_length=1, description="Columns that identify a row.")
    expectations: list[Entry] = Field(min_length=1)
