"""The blocks of a page body. An editor chooses what is said; how it looks is the design's business."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTable, TypedTableBlock
from wagtail.documents.blocks import DocumentChooserBlock
from wagtail.images.blocks import ImageBlock

PLAIN = ["bold", "link", "document-link"]
PROSE = ["h2", "h3", "ul", "ol", *PLAIN]


class TextBlock(blocks.RichTextBlock):
    def __init__(self, **kwargs) -> None:
        kwargs.setdefault("features", PROSE)
        super().__init__(**kwargs)

    class Meta:
        label = _("Teks")
        icon = "pilcrow"
        template = "cms/blocks/text.html"


class StepBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Langkah"), max_length=120)
    text = blocks.TextBlock(label=_("Penjelasan"), required=False, max_length=400)


class StepsBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Judul"), required=False, max_length=120)
    steps = blocks.ListBlock(StepBlock(), label=_("Langkah"), min_num=2, max_num=12)

    class Meta:
        label = _("Langkah-langkah")
        icon = "list-ol"
        template = "cms/blocks/steps.html"


class TableBlock(TypedTableBlock):
    def __init__(self, local_blocks=None, **kwargs) -> None:
        cell = ("text", blocks.CharBlock(label=_("Teks"), required=False, max_length=200))
        super().__init__(local_blocks or [cell], **kwargs)

    def get_context(self, value: TypedTable, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
        """Each cell with its column's heading: on phones the table becomes a list."""
        headings = [column["heading"] for column in value.columns]
        rows = [list(zip(headings, row["values"], strict=True)) for row in value.row_data]
        return {**super().get_context(value, parent_context), "headings": headings, "rows": rows}

    class Meta:
        label = _("Tabel")
        icon = "table"
        template = "cms/blocks/table.html"


class PictureBlock(blocks.StructBlock):
    picture = ImageBlock(label=_("Gambar"))
    caption = blocks.CharBlock(label=_("Keterangan"), required=False, max_length=200)

    class Meta:
        label = _("Gambar")
        icon = "image"
        template = "cms/blocks/picture.html"


class CallOutBlock(blocks.StructBlock):
    tone = blocks.ChoiceBlock(
        [("info", _("Perlu diketahui")), ("warn", _("Hati-hati"))], default="info", label=_("Jenis")
    )
    title = blocks.CharBlock(label=_("Judul"), required=False, max_length=80)
    text = blocks.TextBlock(label=_("Teks"), max_length=400)

    class Meta:
        label = _("Kotak penting")
        icon = "warning"
        template = "cms/blocks/call_out.html"


class AnswerBlock(blocks.StructBlock):
    question = blocks.CharBlock(label=_("Pertanyaan"), max_length=160)
    answer = blocks.RichTextBlock(label=_("Jawaban"), features=["ul", "ol", *PLAIN])


class AnswersBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Judul"), required=False, max_length=120)
    answers = blocks.ListBlock(AnswerBlock(), label=_("Tanya jawab"), min_num=1)

    class Meta:
        label = _("Tanya jawab")
        icon = "help"
        template = "cms/blocks/answers.html"


class AttachmentBlock(blocks.StructBlock):
    document = DocumentChooserBlock(label=_("Dokumen"))
    label = blocks.CharBlock(
        label=_("Nama tautan"), required=False, max_length=120, help_text=_("Kosongkan untuk memakai judul dokumen.")
    )


class AttachmentsBlock(blocks.StructBlock):
    files = blocks.ListBlock(AttachmentBlock(), label=_("Lampiran"), min_num=1)

    class Meta:
        label = _("Lampiran")
        icon = "doc-full"
        template = "cms/blocks/attachments.html"


class ReportLinkBlock(blocks.StaticBlock):
    class Meta:
        label = _("Tombol Sampaikan laporan")
        icon = "mail"
        admin_text = _("Menampilkan tombol ke formulir laporan.")
        template = "cms/blocks/report_link.html"


BODY_BLOCKS = [
    ("text", TextBlock()),
    ("steps", StepsBlock()),
    ("table", TableBlock()),
    ("picture", PictureBlock()),
    ("call_out", CallOutBlock()),
    ("answers", AnswersBlock()),
    ("attachments", AttachmentsBlock()),
    ("report_link", ReportLinkBlock()),
]
BODY_COUNTS = {"call_out": {"max_num": 1}, "report_link": {"max_num": 1}}
