from django import forms

from participation.routing.models import ModelVersion
from participation.units.models import Category


class VersionForm(forms.Form):
    """No version means the shipped model."""

    version = forms.ModelChoiceField(queryset=ModelVersion.objects.all(), required=False)


class WordForm(forms.Form):
    category = forms.ModelChoiceField(queryset=Category.objects.all(), to_field_name="slug")
    phrase = forms.CharField(max_length=80)
    is_removed = forms.BooleanField(required=False)
