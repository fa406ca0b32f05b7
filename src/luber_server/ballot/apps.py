from django.apps import AppConfig


class BallotConfig(AppConfig):
    name = "luber_server.ballot"
    label = "ballot"

    def ready(self) -> None:
        from luber_server.election import neighbours

        from . import readiness, usecases

        neighbours.register_checklist(readiness.items, place=30)
        neighbours.register_start(usecases.start)
        neighbours.register_copy(usecases.copy)
