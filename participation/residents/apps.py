from django.apps import AppConfig


class ResidentsConfig(AppConfig):
    name = "participation.residents"
    label = "residents"
    verbose_name = "Warga"
