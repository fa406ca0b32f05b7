from django.apps import AppConfig


class CeremonyConfig(AppConfig):
    name = "luber_server.ceremony"
    label = "ceremony"

    def ready(self) -> None:
        from luber_server.election import neighbours
        from luber_server.ports import resealing
        from luber_server.ports.resealing import SealedColumn

        from . import invitations, readiness, usecases

        neighbours.register_checklist(readiness.items, place=40)
        neighbours.register_seal(usecases.seal_election)
        neighbours.register_cancel(usecases.forget)
        for model in ("ceremony.Trustee", "ceremony.Authority"):
            election = "ceremony__election__uuid" if model == "ceremony.Trustee" else "election__uuid"
            resealing.register(
                SealedColumn(model=model, column="mail", purpose=invitations.PURPOSE, election=election)
            )
