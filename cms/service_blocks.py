"""The blocks of a service standard: a list of what to bring, the steps, a table of fees. No free layout in any."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock

from cms.blocks import PLAIN, StepsBlock, TextBlock

MOST_RUPIAH = 1_000_000_000


class RequirementBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Syarat"), max_length=160)
    note = blocks.CharBlock(label=_("Keterangan"), required=False, max_length=240)
    form = DocumentChooserBlock(label=_("Contoh atau formulir"), required=False)


class RequirementsBlock(blocks.StructBlock):
    title = blocks.CharBlock(
        label=_("Untuk siapa"), required=False, max_length=120, help_text=_("Kosongkan bila berlaku untuk semua.")
    )
    requirements = blocks.ListBlock(RequirementBlock(), label=_("Syarat"), min_num=1, max_num=30)

    class Meta:
        label = _("Daftar syarat")
        icon = "tick"
        template = "cms/blocks/requirements.html"


class FeeBlock(blocks.StructBlock):
    name = blocks.CharBlock(label=_("Untuk apa"), max_length=120)
    amount = blocks.IntegerBlock(
        label=_("Rupiah"), min_value=0, max_value=MOST_RUPIAH, help_text=_("Angka saja. 0 berarti gratis.")
    )
    note = blocks.CharBlock(label=_("Keterangan"), required=False, max_length=160)


class FeesBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Judul"), required=False, max_length=120)
    fees = blocks.ListBlock(FeeBlock(), label=_("Biaya"), min_num=1, max_num=30)

    class Meta:
        label = _("Tabel biaya")
        icon = "table"
        template = "cms/blocks/fees.html"


class ServiceStepsBlock(StepsBlock):
    class Meta:
        template = "cms/blocks/service_steps.html"


WORDS = ["ul", "ol", *PLAIN]
_TEXT = ("text", TextBlock(features=WORDS))
REQUIREMENT_BLOCKS = [("requirements", RequirementsBlock()), _TEXT]
PROCEDURE_BLOCKS = [("steps", ServiceStepsBlock()), _TEXT]
COST_BLOCKS = [("fees", FeesBlock()), _TEXT]
