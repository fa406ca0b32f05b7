from django.apps import AppConfig


class TallyConfig(AppConfig):
    name = "luber_server.tally"
    label = "tally"
