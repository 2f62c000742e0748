"""How many places still wait for a region or a sort of actor? Counted in the database, beside the event (F081).

`held.groups` reads the same rows to decide who is called; here they are only counted, for pages with many events, in
the question that reads the events. In SQL, because the tree of regions has no end known beforehand, and because the
same as an expression takes Django three times as long to put together as all the rest of the page's question.
"""

import datetime as dt

from django.db.models import IntegerField, Value
from django.db.models.expressions import RawSQL

from corridor.models import Member
from events.models import Event

FLOATS = dt.timedelta(hours=72)

# Whether the guest of profile {p}, at organisation {o}, is one of those for whom row h keeps places.
_IS_FOR = """((h.helix <> '' AND {o}.helix = h.helix) OR h.region_id IN (
    WITH RECURSIVE up(id) AS (
        SELECT COALESCE({p}.region_id, {o}.region_id)
        UNION SELECT above.parent_id FROM corridor_region above JOIN up ON above.id = up.id
    ) SELECT id FROM up WHERE id IS NOT NULL))"""
# The rows of the outer query's event, each with what nobody for whom it is has taken yet.
_ROWS = f"""SELECT h.helix, h.region_id, h.places - (
        SELECT COUNT(*) FROM events_registration seated
        LEFT JOIN corridor_profile home ON home.member_id = seated.member_id
        LEFT JOIN corridor_membership bond ON bond.member_id = seated.member_id AND bond.ended_at IS NULL
        LEFT JOIN corridor_organisation work ON work.id = bond.organisation_id
        WHERE seated.event_id = h.event_id AND seated.state IN ('confirmed', 'offered')
        AND {_IS_FOR.format(p="home", o="work")}) AS missing
    FROM events_heldplaces h WHERE h.event_id = events_event.id"""  # noqa: S608 our own words, nothing is filled in
_KEPT = f"CAST(COALESCE((SELECT SUM(h.missing) FROM ({_ROWS}) h WHERE h.missing > 0), 0) AS INTEGER)"  # noqa: S608 the same
_FOR_MEMBER = f"""CAST(COALESCE((SELECT SUM(h.missing) FROM ({_ROWS}) h, corridor_member me
    LEFT JOIN corridor_profile mine ON mine.member_id = me.id
    LEFT JOIN corridor_membership tie ON tie.member_id = me.id AND tie.ended_at IS NULL
    LEFT JOIN corridor_organisation job ON job.id = tie.organisation_id
    WHERE me.id = %s AND h.missing > 0 AND {_IS_FOR.format(p="mine", o="job")}), 0) AS INTEGER)"""  # noqa: S608 the same


class _BesideTheEvent(RawSQL):
    """Follows from the event alone, so there is nothing to group by."""

    def get_group_by_cols(self) -> list:
        return []


def places() -> RawSQL:
    """How many places of each event in a query wait for somebody who is missing, whoever asks."""
    return _BesideTheEvent(_KEPT, [], output_field=IntegerField())


def places_for(member: Member | None) -> RawSQL | Value:
    """How many of them wait for somebody like `member`."""
    return _BesideTheEvent(_FOR_MEMBER, [member.pk], output_field=IntegerField()) if member else Value(0)


def for_reader(event: Event, member: Member) -> int:
    """The same for one event that was read already. One query."""
    return Event.objects.filter(pk=event.pk).order_by().values_list(places_for(member), flat=True)[0]
