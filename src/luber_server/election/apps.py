from django.apps import AppConfig


class ElectionConfig(AppConfig):
    name = "luber_server.election"
    label = "election"
