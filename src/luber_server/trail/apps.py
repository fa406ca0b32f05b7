"""The room trail, as Django knows it."""

from django.apps import AppConfig


class TrailConfig(AppConfig):
    name = "luber_server.trail"
    label = "trail"

    def ready(self) -> None:
        from . import tasks, usecases

        usecases.publishing_wanted.connect(tasks.publish_soon, dispatch_uid="trail.publish_soon")
