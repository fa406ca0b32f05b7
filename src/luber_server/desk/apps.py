from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "luber_server.desk"
    label = "desk"
