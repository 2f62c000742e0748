"""Which region is somebody's home, and what lies below a region? The tree, read in one query."""

from collections.abc import Iterable

from corridor.models import Region


def homes(tree: dict[int, Region] | None = None) -> dict[int, Region | None]:
    """Every region's number -> its home: the nearest corridor region at or above it, else the one directly under root.

    A root that is no corridor region (the country) is nobody's home: None, which counts as unknown. `tree` is every
    region by its number, for whoever read them already.
    """
    tree = whole_tree() if tree is None else tree
    return {pk: _home(region, tree) for pk, region in tree.items()}


def whole_tree() -> dict[int, Region]:
    """Every region by its number, in the order of their names. One query."""
    return Region.objects.order_by("name").in_bulk()


def _home(region: Region, tree: dict[int, Region]) -> Region | None:
    path = [region]
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
