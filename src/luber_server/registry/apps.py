from django.apps import AppConfig


class RegistryConfig(AppConfig):
    name = "luber_server.registry"
    label = "registry"
