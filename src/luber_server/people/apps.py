from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "luber_server.people"
    label = "people"
