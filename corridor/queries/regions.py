"""Which region is somebody's home, and what lies below a region? The tree, read in one query."""

from collections.abc import Iterable

from corridor.models import Region
from corridor.queries.prepared import Prepared

_TREE = Prepared(lambda _none: Region.objects.order_by("name"))


def homes(tree: dict[int, Region] | None = None) -> dict[int, Region | None]:
    """Every region's number -> its home: the nearest corridor region at or above it, else the one directly under root.

    A root that is no corridor region (the country) is nobody's home: None, which counts as unknown. `tree` is every
    region by its number, for whoever read them already.
    """
    tree = whole_tree() if tree is None else tree
    return {pk: home_of(pk, tree) for pk in tree}


def whole_tree() -> dict[int, Region]:
    """Every region by its number, in the order of their names. One query."""
    return {region.pk: region for region in _TREE.rows(0)}


def facts() -> tuple:
    """The tree as the database gives it. One query."""
    return _TREE.facts(0)


def home_of(number: int, tree: dict[int, Region]) -> Region | None:
    """The home of the region of that number, as in `homes`."""
    path = [tree[number]]
    while path[-1].parent_id is not None:
        path.append(tree[path[-1].parent_id])
    for step in path:
        if step.kind == Region.Kind.CORRIDOR_REGION:
            return step
    return path[-2] if len(path) > 1 else None


def regions_below(regions: Iterable[Region]) -> set[int]:
    """The numbers of `regions` and of everything under them."""
    found = {region.pk for region in regions}
    if not found:
        return found
    children: dict[int | None, list[int]] = {}
    for pk, parent in Region.objects.values_list("pk", "parent_id"):
        children.setdefault(parent, []).append(pk)
    waiting = list(found)
    while waiting:
        for child in children.get(waiting.pop(), []):
            if child not in found:
                found.add(child)
                waiting.append(child)
    return found
