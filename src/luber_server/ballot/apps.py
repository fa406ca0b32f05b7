from django.apps import AppConfig


class BallotConfig(AppConfig):
    name = "luber_server.ballot"
    label = "ballot"
