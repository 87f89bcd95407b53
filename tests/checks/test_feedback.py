"""The cheapest cut of a graph: no cycle is left, and nothing is cheaper."""

from __future__ import annotations

import itertools
import random
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from dr_refit.checks import feedback
from dr_refit.checks.feedback import cheapest, cycles

NODES = "abcde"
WEIGHTS = st.dictionaries(
    st.sampled_from([*itertools.permutations(NODES, 2)]),
    st.integers(1, 9),
    max_size=12,
)
type Weights = dict[tuple[str, str], int]


def cost(cut: list[tuple[str, str]], weights: Weights) -> int:
    return sum(weights[edge] for edge in cut)


def cheapest_of_all(nodes: list[str], weights: Weights) -> int:
    """Compare all orders of the nodes."""
    return min(
        sum(
            weight
            for (one, other), weight in weights.items()
            if one in order and other in order and order.index(one) < order.index(other)
        )
        for order in itertools.permutations(nodes)
    )


@settings(max_examples=60)
@given(WEIGHTS)
def test_the_cheapest_is_found(weights: Weights) -> None:
    for nodes in cycles(weights):
        cut, exact = cheapest(nodes, weights)
        assert exact
        assert cost(cut, weights) == cheapest_of_all(nodes, weights)
    left = dict(weights)
    for nodes in cycles(weights):
        for edge in cheapest(nodes, weights)[0]:
            del left[edge]
    assert cycles(left) == []


@settings(max_examples=60)
@given(WEIGHTS)
def test_of_many_nodes_cycles_are_sought(weights: Weights) -> None:
    with patch.object(feedback, "MOST", 1):
        for nodes in cycles(weights):
            cut, exact = cheapest(nodes, weights)
            assert exact
            assert cost(cut, weights) == cheapest_of_all(nodes, weights)


@settings(max_examples=60)
@given(WEIGHTS)
def test_of_too_many_a_cut_that_need_not_be_the_cheapest(weights: Weights) -> None:
    left = dict(weights)
    with patch.multiple(feedback, MOST=1, STEPS=1, ROUNDS=200):
        for nodes in cycles(weights):
            cut, exact = cheapest(nodes, weights)
            assert not exact
            assert cost(cut, weights) == cheapest_of_all(nodes, weights)
            for edge in cut:
                del left[edge]
    assert cycles(left) == []


def test_many_nodes_take_little_time() -> None:
    """A ring of 400, which one edge closes; then a knot of 20."""
    ring = [f"n{number:03}" for number in range(400)]
    closing = (ring[-1], ring[0])
    weights = dict.fromkeys(itertools.pairwise(ring), 5) | {closing: 1}
    assert cycles(weights) == [ring]
    assert cheapest(ring, weights) == ([closing], True)
    knot = dict.fromkeys(itertools.permutations(ring[:20], 2), 1)
    cut, exact = cheapest(ring[:20], knot)
    assert (len(cut), exact) == (190, False)


def test_a_large_knot_has_a_cheap_cut() -> None:
    """Layers of 120 modules, and 30 imports of one name each against their order."""
    chance = random.Random(1)
    nodes = [f"n{number:03}" for number in range(120)]
    chance.shuffle(nodes)
    pairs = [sorted(chance.sample(range(120), 2)) for _ in range(630)]
    weights = {(nodes[one], nodes[other]): 2 for one, other in pairs[30:]}
    against = {(nodes[other], nodes[one]): 1 for one, other in pairs[:30]}
    knot = max(cycles(weights | against), key=len)
    with patch.object(feedback, "STEPS", 1):
        cut, _ = cheapest(knot, weights | against)
    assert cost(cut, weights | against) <= len(against)
