from django.apps import AppConfig


class ElectionConfig(AppConfig):
    name = "luber_server.election"
    label = "election"

    def ready(self) -> None:
        from luber_server.people import scope

        from . import neighbours, queries, readiness

        scope.register(kwarg="uuid", find=queries.organisation_of)
        neighbours.register_checklist(readiness.items, place=10)
