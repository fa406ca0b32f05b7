from django.apps import AppConfig


class CeremonyConfig(AppConfig):
    name = "luber_server.ceremony"
    label = "ceremony"

    def ready(self) -> None:
        from luber_server.election import neighbours

        from . import readiness, usecases

        neighbours.register_checklist(readiness.items, place=40)
        neighbours.register_seal(usecases.seal_election)
        neighbours.register_cancel(usecases.forget)
