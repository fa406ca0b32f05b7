from django.apps import AppConfig


class CeremonyConfig(AppConfig):
    name = "luber_server.ceremony"
    label = "ceremony"
