from django.apps import AppConfig


class RoutingConfig(AppConfig):
    name = "participation.routing"
    label = "routing"
    verbose_name = "Penerusan"
