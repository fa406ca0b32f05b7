from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "luber_server.people"
    label = "people"

    def ready(self) -> None:
        from luber_server.ports import resealing

        resealing.register_work(name="people.second_steps", reseal=_second_steps)


def _second_steps() -> int:
    from .second_steps import reseal  # allauth's tables are ready only after this room is

    return reseal()
