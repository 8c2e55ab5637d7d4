import pytest

from participation.cases.tracking import ALPHABET, grouped, new_code, normalise_code, normalise_pin


def test_codes_hold_no_letter_that_can_be_mistaken() -> None:
    assert not set("0O1IL") & set(ALPHABET)
    code = new_code("CNB")
    assert code.startswith("CNB")
    assert set(code[3:]) <= set(ALPHABET)
    assert len({new_code("CNB") for _ in range(2000)}) == 2000


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("CNB-7K4P-29DM", "CNB7K4P29DM"),
        ("cnb 7k4p 29dm", "CNB7K4P29DM"),
        ("7K4P29DM", "CNB7K4P29DM"),
        ("  cnb–7k4p–29dm ", "CNB7K4P29DM"),
        ("CNB-7K4P-29D", ""),
        ("CNB-0K4P-29DM", ""),
        ("", ""),
        ("x" * 500, ""),
    ],
)
def test_what_people_type_or_read_aloud(typed: str, code: str) -> None:
    assert normalise_code(typed, "CNB") == code


def test_grouping_for_reading_aloud() -> None:
    assert grouped("CNB7K4P29DM", "CNB") == "CNB-7K4P-29DM"


@pytest.mark.parametrize(("typed", "pin"), [("123456", "123456"), ("123 456", "123456"), ("12345", ""), ("abc", "")])
def test_pins(typed: str, pin: str) -> None:
    assert normalise_pin(typed) == pin
