from django.apps import AppConfig


class TallyConfig(AppConfig):
    name = "luber_server.tally"
    label = "tally"

    def ready(self) -> None:
        from luber_server.ceremony import afterwards
        from luber_server.election import neighbours

        from . import opening, readiness

        afterwards.register(opening.Decrypting())
        neighbours.register_panel(readiness.items, place=50)
