"""How do actions about one introduction take turns? Its row first, then the profiles, in order of number."""

from django.db.models import QuerySet

from corridor.models import Ask, Member, Profile
from matchmaking.models import Introduction


def introduction(one: Introduction) -> Introduction:
    """The row as it is now, held until the transaction ends, with its round and its two members."""
    rows = Introduction.objects.select_for_update(of=("self",)).select_related("round", "member_a", "member_b")
    # The round's pool is large: reading it for every introduction would cost more than everything else.
    return rows.defer("round__pool", "round__certificate").get(pk=one.pk)


def profiles(one: Introduction, *others: Member) -> None:
    """Whoever pauses or offers to one of the two, or to one of `others`, waits for us, and we for them."""
    concerned = {*one.numbers, *(member.pk for member in others)}
    list(Profile.objects.select_for_update().filter(member__in=concerned).order_by("member_id").values_list("pk"))


def asks(one: Introduction, member: Member) -> QuerySet[Ask]:
    """The entry in the ledger of the question about this introduction to `member`."""
    return Ask.objects.filter(member=member, kind=Ask.Kind.INTRODUCTION, about_id=one.pk)
