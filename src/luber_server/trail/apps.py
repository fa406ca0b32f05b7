from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "luber_server.trail"
    label = "trail"
