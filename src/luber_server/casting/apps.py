from django.apps import AppConfig


class CastingConfig(AppConfig):
    name = "luber_server.casting"
    label = "casting"
