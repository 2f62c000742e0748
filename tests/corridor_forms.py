"""What does a browser send when somebody saves a record of the console without changing it?"""

from corridor.models import Organisation


def organisation_form(one: Organisation) -> dict[str, object]:
    """The organisation's form as it stands."""
    return {
        "name": one.name,
        "aliases": one.aliases,
        "kind": one.kind_id,
        "helix": one.helix,
        "region": one.region_id or "",
        "parent": one.parent_id or "",
        "email_domain": one.email_domain,
        "primary_layer": one.primary_layer_id or "",
        "layers": [layer.pk for layer in one.layers.all()],
        "summary_nl": one.summary_nl,
        "summary_en": one.summary_en,
    }
