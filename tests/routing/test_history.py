"""Past reports of an office: what is read, what is refused by line, kept once, masked, and reported on honestly."""

import csv
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from participation.routing import history, history_report
from participation.routing.judging import Label
from participation.routing.models import LabelledText, RetrainRun
from tests.factories import JAKARTA, MONDAY, Cast
from tests.routing.texts import WORDS, make_labels, text_of

HEADER = ["Judul", "Isi Laporan Awal", "Kategori", "Instansi Terdisposisi", "Tanggal"]


def write(
    path: Path, rows: list[list[str]], *, header: list[str] = HEADER, delimiter: str = ",", **options: Any
) -> Path:
    with path.open("w", newline="", encoding=options.get("encoding", "utf-8")) as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])
    return path


LIGHT = ["Lampu mati", "Lampu jalan di gang kami mati total", "Penerangan jalan", "Dishub", "31/05/2023"]
ROAD = ["", "Jalan berlubang besar dekat pasar, hubungi 081234567890", "jalan-jembatan", "DSDABM", "2023-06-01 08:30"]


def run(path: Path, *more: str, capsys: pytest.CaptureFixture) -> tuple[str, str]:
    call_command("import_history", str(path), "--no-train", *more)
    out = capsys.readouterr()
    return out.out, out.err


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("2023-05-31", "2023-05-31 12:00"),
        ("2023-05-31 08:15:10", "2023-05-31 08:15"),
        ("31/05/2023", "2023-05-31 12:00"),
        ("31-5-2023 23.59", "2023-05-31 23:59"),
        ("Rabu, 31 Mei 2023", "2023-05-31 12:00"),
        ("31 Desember 2022 07:05 WIB", "2022-12-31 07:05"),
        ("1 Agustus 2023", "2023-08-01 12:00"),
        ("31/02/2023", None),
        ("kemarin", None),
        ("", None),
        ("05/31/2023", None),
    ],
)
def test_dates(words: str, expected: str | None) -> None:
    found = history.parse_moment(words, JAKARTA)
    assert (f"{found:%Y-%m-%d %H:%M}" if found else None) == expected


@pytest.mark.parametrize(
    ("delimiter", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "utf-8"), (",", "cp1252")]
)
def test_the_usual_kinds_of_file_are_read_and_personal_data_is_masked(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture, delimiter: str, encoding: str
) -> None:
    path = write(
        tmp_path / "lama.csv",
        [[*LIGHT[:1], "Lampu jalan — mati", *LIGHT[2:]], ROAD],
        delimiter=delimiter,
        encoding=encoding,
    )
    out, _err = run(path, capsys=capsys)
    assert "Terbaca 2, salah 0" in out
    texts = dict(LabelledText.objects.values_list("category__slug", "text"))
    assert texts["penerangan-jalan"] == "Lampu mati. Lampu jalan — mati"
    assert "081234567890" not in texts["jalan-jembatan"]
    assert (
        f"{LabelledText.objects.get(category=cast.road).labelled_at.astimezone(JAKARTA):%Y-%m-%d %H:%M}"
        == "2023-06-01 08:30"
    )


def test_bad_lines_are_named_and_the_good_ones_come_in_once(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    long = ["Banyak baris", "Baris satu\nbaris dua\nbaris tiga panjang", "Penerangan jalan", "", "1 Mei 2023"]
    rows = [
        LIGHT,
        long,
        ["", "", "Penerangan jalan", "", "31/05/2023"],
        ["", "Lampu jalan mati lagi", "Penerangan jalan", "", "entah"],
        ["", "Lampu jalan mati lagi", "Urusan lain", "", "31/05/2023"],
        ["", "Lampu jalan mati lagi", "Penerangan jalan", "", "31/05/2093"],
        ["hanya", "dua kolom saja"],
        LIGHT,
        ROAD,
    ]
    path = write(tmp_path / "lama.csv", rows)
    out, err = run(path, capsys=capsys)
    assert "Terbaca 3, salah 5, berulang 1" in out
    assert "Baru 3" in out
    for line, reason in [
        (6, "isi laporan kosong"),
        (7, "tanggal tidak terbaca: 'entah'"),
        (8, "label tidak dikenal: Urusan lain"),
        (9, "tanggal di masa depan"),
        (10, "jumlah kolom tidak sama"),
    ]:
        assert f"baris {line}: {reason}" in err
    out, _err = run(path, capsys=capsys)
    assert "Baru 0, label berubah 0, sudah ada 3" in out
    assert LabelledText.objects.count() == 3


def test_a_dry_run_keeps_nothing(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    out, _err = run(write(tmp_path / "lama.csv", [LIGHT]), "--dry-run", capsys=capsys)
    assert "Terbaca 1" in out
    assert not LabelledText.objects.exists()


def test_a_mapping_names_the_topics_and_a_corrected_one_relabels(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    rows = [
        ["", "Lampu jalan mati lagi di gang", "Infrastruktur", "Dishub", "31/05/2023"],
        ["", "Listrik padam sejak pagi tadi", "Energi", "", "31/05/2023"],
        ["", "Terima kasih atas pelayanannya yang baik", "Ucapan", "", "31/05/2023"],
    ]
    path, mapping = write(tmp_path / "lama.csv", rows), tmp_path / "peta.csv"
    mapping.write_text("label,topik\nDISHUB,jalan-jembatan\nenergi,listrik-telekomunikasi\nUcapan,-\n")
    out, _err = run(path, "--mapping", str(mapping), capsys=capsys)
    assert "Terbaca 2, salah 0, berulang 0, dilewati 1" in out
    assert set(LabelledText.objects.values_list("category__slug", flat=True)) == {
        "jalan-jembatan",
        "listrik-telekomunikasi",
    }
    mapping.write_text("Dishub,penerangan-jalan\nenergi,listrik-telekomunikasi\nUcapan,-\n")
    out, _err = run(path, "--mapping", str(mapping), capsys=capsys)
    assert "label berubah 1, sudah ada 1" in out
    mapping.write_text("label,topik\nDishub,tidak-ada\n")
    with pytest.raises(CommandError, match=r"peta.csv baris 2: topik 'tidak-ada' tidak dikenal"):
        run(path, "--mapping", str(mapping), capsys=capsys)


@pytest.mark.parametrize("header", [["a", "b"], ["Judul", "Isi Laporan", "Kategori"], [""]])
def test_a_file_without_the_columns_is_refused_in_words(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture, header: list[str]
) -> None:
    with pytest.raises(CommandError, match="Kolom tidak ada"):
        run(write(tmp_path / "lama.csv", [], header=header), capsys=capsys)


def labels(count: int) -> list[Label]:
    chance = Random(5)  # noqa: S311
    slugs = [chance.choice(list(WORDS)) for _ in range(count)]
    return [
        Label(text_of(slug, chance), slug, None, MONDAY + timedelta(hours=number)) for number, slug in enumerate(slugs)
    ]


def test_the_split_is_by_time_and_without_lookalikes() -> None:
    rows = labels(100)
    rows[95] = Label(rows[3].text, rows[3].category, None, rows[95].labelled_at)
    split = history_report.split_by_time(list(reversed(rows)))
    assert (len(split.train), len(split.calibrate)) == (69, 11)
    assert max(label.labelled_at for label in split.train) < min(label.labelled_at for label in split.calibrate)
    assert max(label.labelled_at for label in split.calibrate) < min(label.labelled_at for label in split.test)
    assert rows[95] not in split.test
    assert split.lookalikes >= 1


def test_the_command_reports_with_baselines_and_a_learning_curve_and_trains(
    cast: Cast,
    tmp_path: Path,
    settings: Any,
    small_corpus: Path,
    models_folder: Path,
    capsys: pytest.CaptureFixture,
) -> None:
    settings.CORPUS_FILE = str(small_corpus)
    make_labels(0)
    rows = [["", label.text, label.category, "", f"{label.labelled_at:%Y-%m-%d %H:%M}"] for label in labels(160)]
    path = write(tmp_path / "lama.csv", rows)
    call_command("import_history", str(path), "--report")
    out = capsys.readouterr()
    for words in (
        "Pembagian menurut waktu: 110 melatih",
        "selalu topik terbanyak",
        "kata petunjuk saja",
        "model bawaan",
        "model, 50 kasus",
        "model, 110 kasus",
        "teratas",
        "tertukar",
    ):
        assert words in out.out
    assert "Kurva belajar: 50 dari 110" in out.err
    assert RetrainRun.objects.get().state in ("activated", "kept")
    assert RetrainRun.objects.get().report["labels"] == 160


def test_a_report_on_too_few_cases_is_refused(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    with pytest.raises(CommandError, match="kasus uji"):
        run(write(tmp_path / "lama.csv", [LIGHT, ROAD]), "--report", capsys=capsys)
