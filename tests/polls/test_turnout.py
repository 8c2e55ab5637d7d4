"""What can be worked out of a published turnout table by subtraction."""

from hypothesis import given
from hypothesis import strategies as st

from participation.polls.turnout import SMALLEST, Cell, hide_small, total

cells = st.integers(1, 60).flatmap(lambda invited: st.builds(Cell, st.just(invited), st.integers(0, invited)))
groups = st.dictionaries(st.integers(1, 12), cells, min_size=1, max_size=8)


def possible(hidden: dict[int, Cell], voted: int, key: int) -> range:
    """Every number of voters of ``key`` that fits what is shown: sizes of all hidden cells and their sum."""
    others = sum(cell.invited for other, cell in hidden.items() if other != key)
    return range(max(0, voted - others), min(hidden[key].invited, voted) + 1)


@given(groups)
def test_no_hidden_cell_can_be_got_back_by_subtraction(group: dict[int, Cell]) -> None:
    shown = hide_small(group)
    hidden = {key: cell for key, cell in shown.items() if cell.is_hidden}
    whole = total(group)
    if whole.is_delicate:
        return  # the page shows nothing but the total then
    left = whole.voted - sum(cell.voted for cell in shown.values() if not cell.is_hidden)
    assert len(hidden) != 1
    for key in hidden:
        assert len(possible(hidden, left, key)) > 1


@given(groups)
def test_what_is_shown_is_true_and_never_small(group: dict[int, Cell]) -> None:
    for key, cell in hide_small(group).items():
        assert (cell.invited, cell.voted) == (group[key].invited, group[key].voted)
        if not cell.is_hidden:
            assert SMALLEST <= cell.voted <= cell.invited - SMALLEST


def test_a_table_without_small_cells_is_shown_whole() -> None:
    group = {1: Cell(40, 20), 2: Cell(30, 10)}
    assert hide_small(group) == group


def test_a_single_small_cell_takes_the_smallest_other_with_it() -> None:
    shown = hide_small({1: Cell(10, 2), 2: Cell(50, 30), 3: Cell(40, 12)})
    assert [key for key, cell in shown.items() if cell.is_hidden] == [1, 3]
