from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "luber_server.certification"
    label = "certification"

    def ready(self) -> None:
        from luber_server.election import neighbours

        from . import readiness

        neighbours.register_panel(readiness.items, place=60)
