"""Which file of reference data fills which table? In the order they lean on each other."""

from dataclasses import dataclass
from functools import cached_property

from django.db import models

from corridor.models import (
    ExperimentSite,
    Organisation,
    OrganisationKind,
    Region,
    StackLayer,
    Synergy,
    Topic,
    TravelTime,
    Venue,
)


@dataclass(frozen=True)
class Table:
    """A file and the model it fills. The first column is the key; a column fills the fields it is mapped to."""

    file: str
    model: type[models.Model]
    columns: dict[str, tuple[str, ...]]
    creates: bool = True

    @property
    def key(self) -> str:
        return next(iter(self.columns.values()))[0]

    @cached_property
    def plain(self) -> list[tuple[str, models.Field]]:
        """Pairs of column and field that a row can be born with."""
        return [pair for pair in self.pairs if not self._later(pair[1])]

    @cached_property
    def later(self) -> list[tuple[str, models.Field]]:
        """Pairs that need every row of the table to exist: lists, and the parent in the same table."""
        return [pair for pair in self.pairs if self._later(pair[1])]

    @cached_property
    def pairs(self) -> list[tuple[str, models.Field]]:
        return [(column, self.model._meta.get_field(name)) for column, names in self.columns.items() for name in names]

    def _later(self, field: models.Field) -> bool:
        return field.many_to_many or field.related_model is self.model


def _table(file: str, model: type[models.Model], columns: str, *, creates: bool = True, **named: str) -> Table:
    """`columns` in order; `named` says which fields a column fills when they are called differently."""
    return Table(file, model, {column: tuple(named.get(column, column).split()) for column in columns.split()}, creates)


TABLES = (
    _table("layers.csv", StackLayer, "slug number name_nl name_en summary_nl summary_en"),
    _table(
        "regions.csv",
        Region,
        "slug name parent kind lat lon strengths",
        lat="latitude",
        lon="longitude",
    ),
    _table("region_marks.csv", Region, "region mark", region="slug", creates=False),
    _table("topics.csv", Topic, "slug type name_nl name_en layers synonyms_nl synonyms_en"),
    _table(
        "synergies.csv",
        Synergy,
        "letter slug name_nl name_en layers regions regions_note_nl regions_note_en summary_nl summary_en",
    ),
    _table("organisation_kinds.csv", OrganisationKind, "slug name_nl name_en"),
    _table(
        "organisations.csv",
        Organisation,
        "slug name aliases kind helix region other_regions layers topics_offered topics_sought topics_inferred"
        " summary_nl summary_en source foreign parent_org",
        layers="layers primary_layer",
        parent_org="parent",
    ),
    _table(
        "venues.csv",
        Venue,
        "slug name region lat lon kind note_nl note_en named_in_report coord_precision status organisation",
        lat="latitude",
        lon="longitude",
        coord_precision="coordinate_precision",
    ),
    _table(
        "experiment_sites.csv",
        ExperimentSite,
        "slug what_nl what_en region venue synergy layers theme condition_nl condition_en origin",
    ),
    # One row for both ways: estimated from the map and the timetable's usual service, main station to main station.
    _table("travel_times.csv", TravelTime, "key one other car_minutes train_minutes estimated"),
)
