"""What did a member write down that they bring and seek? Also what has run out: they may renew it."""

from collections.abc import Iterable

from django.db.models import Value

from corridor.models import Member, Offer, Seek, Topic


def of(member: Member, topics: Iterable[Topic]) -> tuple[list[Offer], list[Seek]]:
    """All that `member` brings, and all they seek, each in the order they wrote it; `topics` are all there are.

    Rows to show, not to save. One query.
    """
    columns = ("pk", "topic", "sentence", "valid_until")
    brought = Offer.objects.filter(member=member).order_by().values_list(Value(True), *columns)
    sought = Seek.objects.filter(member=member).order_by().values_list(Value(False), *columns)
    by_number = {topic.pk: topic for topic in topics}
    offers: list[Offer] = []
    seeks: list[Seek] = []
    for is_offer, pk, topic, sentence, valid_until in sorted(brought.union(sought, all=True)):
        said = {"pk": pk, "topic": by_number[topic], "sentence": sentence, "valid_until": valid_until}
        (offers.append(Offer(**said)) if is_offer else seeks.append(Seek(**said)))
    return offers, seeks
