from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "luber_server.registry"
    label = "registry"

    def ready(self) -> None:
        from luber_server.election import neighbours

        from . import mocks, readiness, sealed, usecases

        sealed.register()
        neighbours.register_checklist(readiness.items, place=20)
        neighbours.register_copy(mocks.copy)
        neighbours.register_cancel(usecases.forget)
