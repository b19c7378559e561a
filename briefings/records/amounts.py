"""The types of fields that hold an amount, by what may stand there; and the names of units."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated

from pydantic_core import core_schema

from ..core.parse_errors import ValueParseError
from ..core.quantities import NOT_STATED, QUANTITY_HINT, QUANTITY_PATTERN, Quantity, whole_form
from ..core.unit_vocabulary import MEASURES
from ..core.units import DeclaredUnit, DeclaredUnits, UnknownUnitError, find_unit, is_money, named_unit
from .field_readers import ScalarReader, field_error, no_value, value_error
from .placeholders import is_no_value
from .yaml_tree import ScalarNode

COUNTED = "counted"
PEOPLE = "people"
MONEY = "money"
# Those who move, and how often: people, or what is counted in their place; else only what the desk declares.
MOVERS = "people who move"
_FOR_PEOPLE = frozenset({"families", "households", "crossings", "border crossings", "applications", "cases"})
# What a declared unit may measure: `scale` is a number that is compared with itself alone.
UNIT_KINDS = (COUNTED, PEOPLE, "scale", *MEASURES)
_EXAMPLES = {
    "length": "1357 km",
    "time": "18 months",
    PEOPLE: "9000 people",
    MONEY: "2 million USD",
    COUNTED: "12 tanks",
    MOVERS: "9000 people",
}


@dataclass(frozen=True)
class _AmountReader(ScalarReader):
    """Reads an amount of one of some `kinds` (any if empty); without a unit it is in the `default` unit."""

    kinds: tuple[str, ...] = ()
    default: str = ""
    what = "a quantity"
    hint = QUANTITY_HINT
    pattern = QUANTITY_PATTERN
    json_types = ("string", "number")

    @property
    def limits(self) -> tuple[int, int | None] | None:  # type: ignore[override]
        return (0, None) if self.kinds else None

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> Quantity:
        try:
            amount = Quantity.parse(str(text), declared_units(info))
            if amount.stated and not amount.unit and self.default:
                amount = replace(Quantity.parse(f"{text} {self.default}"), text=str(text))
        except UnknownUnitError as error:
            raise value_error(text, self.what, "unknown-unit", str(error), error.expected) from None
        except ValueParseError as error:
            if is_no_value(text):
                expected = (
                    f"{self.what}, {NOT_STATED} where the source gives no number, or no such key at all"
                )
                raise no_value(text, self.what, expected) from None
            if error.expected == QUANTITY_HINT:
                raise value_error(text, self.what, "not-a-quantity", str(error), QUANTITY_HINT) from None
            raise field_error("not-a-quantity", str(error), error.expected) from None
        if amount.stated and self.kinds:
            self._require_kind(amount)
        return amount

    def _require_kind(self, amount: Quantity) -> None:
        example = " or ".join(f"'{_EXAMPLES[self.default or kind]}'" for kind in self.kinds)
        if any(bound is not None and bound < 0 for bound in (amount.low, amount.high)):
            raise field_error("not-a-quantity", f"{amount.text!r} is less than nothing", f"such as {example}")
        if not amount.unit:
            if COUNTED not in self.kinds and not self.default:
                raise field_error("unit-missing", f"{amount.text!r} has no unit", f"such as {example}")
            if not amount.is_whole:
                raise field_error(
                    "not-a-quantity", f"{amount.text!r} is no whole number", whole_form(amount, "")
                )
        elif not any(measures(amount.unit, kind) for kind in self.kinds):
            message = f"{amount.text!r} is no {' or '.join(map(_named, self.kinds))}"
            raise field_error("unit-mismatch", message, f"such as {example}")


def _named(kind: str) -> str:
    names = {
        PEOPLE: "number of people",
        MOVERS: "number of people",
        MONEY: "amount of money",
        COUNTED: "count",
    }
    return names.get(kind, kind)


def measures(unit: str, kind: str) -> bool:
    """Return True if a unit measures what a kind names; `counted` is all that comes in whole ones."""
    known = find_unit(unit)
    if known is None or kind == COUNTED:
        return known is not None and known.whole
    if kind == MOVERS:
        return known.whole and (known.kind in (PEOPLE, *_FOR_PEOPLE) or isinstance(unit, DeclaredUnit))
    return known.kind == kind or (kind == MONEY and is_money(unit))


def declared_units(info: core_schema.ValidationInfo) -> DeclaredUnits | None:
    """The units that the desk declares, from what a record is read with; None if there are none."""
    names = (info.context or {}).get("names")
    units: DeclaredUnits | None = getattr(names, "units", None)
    return units if units is not None and len(units) else None


class _UnitReader(ScalarReader):
    what = "a unit"

    def read(self, text: ScalarNode, info: core_schema.ValidationInfo) -> str:
        try:
            return named_unit(str(text), declared_units(info))
        except UnknownUnitError as error:
            raise field_error("unknown-unit", str(error), error.expected) from None


Amount = Annotated[Quantity, _AmountReader()]
Length = Annotated[Quantity, _AmountReader(("length",))]
Duration = Annotated[Quantity, _AmountReader(("time",))]
Money = Annotated[Quantity, _AmountReader((MONEY,))]
Count = Annotated[Quantity, _AmountReader((COUNTED,))]
Strength = Annotated[Quantity, _AmountReader((PEOPLE,), "people")]
CountOfPeople = Annotated[Quantity, _AmountReader((MOVERS,), "people")]
UnitName = Annotated[str, _UnitReader()]
