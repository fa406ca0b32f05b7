from django.apps import AppConfig


class CertificationConfig(AppConfig):
    name = "luber_server.certification"
    label = "certification"
