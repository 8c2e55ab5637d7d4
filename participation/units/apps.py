from django.apps import AppConfig


class UnitsConfig(AppConfig):
    name = "participation.units"
    label = "units"
    verbose_name = "Unit kerja"
