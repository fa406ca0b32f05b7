from django.apps import AppConfig


class PortsConfig(AppConfig):
    name = "luber_server.ports"
    label = "ports"
