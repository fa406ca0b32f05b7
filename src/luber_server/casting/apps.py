from django.apps import AppConfig


class CastingConfig(AppConfig):
    name = "luber_server.casting"
    label = "casting"

    def ready(self) -> None:
        from luber_server.ceremony import also_fixed
        from luber_server.ports import resealing
        from luber_server.ports.resealing import SealedColumn

        from .models import PermitKey

        # Fixed with the election: a key of its own for each voter would mark them.
        also_fixed.register("permit_key", _permit_key)
        resealing.register(
            SealedColumn(
                model="casting.PermitKey",
                column="sealed",
                purpose=PermitKey.PURPOSE,
                election="election__uuid",
            )
        )


def _permit_key(election: object) -> str | None:
    from luber_server.election.models import Election
    from luber_server.ports import entropy

    from . import permits

    assert isinstance(election, Election)
    return permits.fix_key(election=election, entropy=entropy.system) if election.second_factor else None
