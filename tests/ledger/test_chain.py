import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.ledger.chain import (
    GENESIS,
    canonical,
    link_digest,
    merkle_proof,
    merkle_root,
    proof_holds,
    salted_digest,
)

digests = st.lists(st.binary(min_size=1, max_size=8).map(lambda data: hashlib.sha256(data).hexdigest()), max_size=40)


def test_no_digests_have_the_empty_root() -> None:
    assert merkle_root([]) == GENESIS


@given(digests)
def test_every_leaf_can_be_proved_and_no_other(leaves: list[str]) -> None:
    root = merkle_root(leaves)
    for index, leaf in enumerate(leaves):
        proof = merkle_proof(leaves, index)
        assert proof_holds(leaf, proof, root)
        assert not proof_holds(hashlib.sha256(b"other than any leaf").hexdigest(), proof, root)


@given(digests.filter(lambda leaves: len(leaves) > 1), st.data())
def test_the_root_depends_on_every_leaf_and_its_place(leaves: list[str], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    changed = [*leaves[:index], hashlib.sha256(leaves[index].encode()).hexdigest(), *leaves[index + 1 :]]
    assert merkle_root(changed) != merkle_root(leaves)
    assert merkle_root(leaves[:-1]) != merkle_root(leaves)


def test_a_node_cannot_be_passed_off_as_a_leaf() -> None:
    leaves = [hashlib.sha256(bytes([number])).hexdigest() for number in range(4)]
    inner = [merkle_root(leaves[:2]), merkle_root(leaves[2:])]
    assert merkle_root(inner) != merkle_root(leaves)


def test_a_proof_for_no_leaf_is_an_error() -> None:
    with pytest.raises(IndexError):
        merkle_proof([], 0)


def test_parts_cannot_be_shifted_into_each_other() -> None:
    one = link_digest(chain="case:a", position=1, previous="b", content="c")
    assert one != link_digest(chain="case:", position=1, previous="ab", content="c")
    assert salted_digest("ab", "c") != salted_digest("a", "bc")


def test_one_value_has_one_text() -> None:
    assert canonical({"b": 1, "a": "é"}) == '{"a":"é","b":1}'
