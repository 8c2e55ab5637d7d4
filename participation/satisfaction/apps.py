from django.apps import AppConfig


class SatisfactionConfig(AppConfig):
    name = "participation.satisfaction"
    label = "satisfaction"
    verbose_name = "Survei kepuasan"
