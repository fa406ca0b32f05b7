from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "luber_server.portal"
    label = "portal"
