"""The picture of a fleet, as a value."""

from __future__ import annotations

from itertools import combinations, pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dr_refit.report.graph import layout
from dr_refit.report.graph.flow import NO_LAYER, OUTSIDE, of_status
from dr_refit.report.graph.layout import Picture, crossings
from tests.support import fleets

if TYPE_CHECKING:
    from dr_refit.fleet.model import FleetStatus

COLUMNS = [1, 2, 5]


def lay_out(status: FleetStatus, *, columns: int) -> Picture:
    """Return the picture of a fleet."""
    return layout.lay_out(of_status(status), columns=columns)


def lines(picture: Picture) -> list[list[str]]:
    """Return the packages line by line."""
    found: dict[float, list[str]] = {}
    for node in picture.nodes:
        found.setdefault(node.y, []).append(node.package)
    return list(found.values())


@given(fleets.any_fleet(), st.sampled_from(COLUMNS))
def test_boxes_lie_side_by_side_on_the_sheet(status: FleetStatus, columns: int) -> None:
    picture = lay_out(status, columns=columns)
    for node in picture.nodes:
        assert node.x >= 0
        assert node.x + node.width <= picture.width
        band = next(b for b in picture.bands if b.y <= node.y <= b.y + b.height)
        assert node.y + node.height <= band.y + band.height <= picture.height
    for a, b in combinations(picture.nodes, 2):
        assert a.y + a.height < b.y or b.y + b.height < a.y or abs(a.x - b.x) > a.width
    packages = [node.package for node in picture.nodes]
    mentioned = {one.repo.package for one in status.statuses} | {
        name
        for one in status.statuses
        for edge in one.edges
        for name in (edge.importer, edge.imported)
    }
    assert sorted(packages) == sorted(mentioned)
    assert all(len(line) <= columns for line in lines(picture))


@given(fleets.any_fleet(), st.sampled_from(COLUMNS))
def test_a_curve_for_each_edge_from_box_to_box_and_behind_none(
    status: FleetStatus, columns: int
) -> None:
    picture = lay_out(status, columns=columns)
    boxes = {node.package: node for node in picture.nodes}
    edges = [edge for one in status.statuses for edge in one.edges]
    assert [curve.edge for curve in picture.curves] == edges
    for curve in picture.curves:
        # With room for a mark.
        assert 9 < curve.middle[1] < picture.height - 9
        for (x, y), package in (
            (curve.points[0], curve.edge.importer),
            (curve.points[-1], curve.edge.imported),
        ):
            box = boxes[package]
            assert box.x < x < box.x + box.width
            assert y in {box.y, box.y + box.height}
        for number, (start, end) in enumerate(pairwise(curve.points)):
            top, bottom = sorted((start[1], end[1]))
            beside = [
                box
                for box in picture.nodes
                if box.y < bottom and box.y + box.height > top
            ]
            if number % 2:  # upright, past a line: in one of its gaps
                assert start[0] == end[0]
                assert 0 < start[0] < picture.width
                assert not any(b.x <= start[0] <= b.x + b.width for b in beside)
            else:  # a swing stays between the lines
                assert beside == []


def test_layers_are_rows_with_the_application_on_top() -> None:
    layers = {"u": "utility", "a": "application", "p": "project", "d": "domain"}
    status = fleets.fleet(layers | {"x": "", "y": "cellar"}, ("a", "gone"))
    picture = lay_out(status, columns=5)
    labels = ["application", "project", "domain", "utility", NO_LAYER, OUTSIDE]
    assert [band.label for band in picture.bands] == labels
    assert lines(picture) == [["a"], ["p"], ["d"], ["u"], ["x", "y"], ["gone"]]


def test_an_import_down_points_down_and_one_up_points_up() -> None:
    status = fleets.fleet({"u": "utility", "p": "project"}, ("p", "u"), ("u", "p"))
    up, down = lay_out(status, columns=2).curves
    assert down.points[0][1] < down.points[-1][1]
    assert up.points[0][1] > up.points[-1][1]


def test_within_a_layer_arrows_point_down_too() -> None:
    chain = [("a", "c"), ("c", "b"), ("b", "d")]
    status = fleets.fleet(dict.fromkeys("abcd", "utility"), *chain)
    assert lines(lay_out(status, columns=1)) == [["a"], ["c"], ["b"], ["d"]]


def test_members_of_a_cycle_stand_in_the_order_of_their_names() -> None:
    ring = [("b", "c"), ("c", "a"), ("a", "b")]
    status = fleets.fleet(dict.fromkeys("bca", "utility"), *ring)
    assert lines(lay_out(status, columns=1)) == [["a"], ["b"], ["c"]]


def test_a_tangle_that_can_be_undone_is() -> None:
    pairs = [("a1", "b3"), ("a2", "b2"), ("a3", "b1")]
    layers = {a: "project" for a, _ in pairs} | {b: "utility" for _, b in pairs}
    status = fleets.fleet(layers, *pairs)
    edges = [edge for one in status.statuses for edge in one.edges]
    assert crossings([["a1", "a2", "a3"], ["b1", "b2", "b3"]], edges) == 3
    assert crossings(lines(lay_out(status, columns=3)), edges) == 0


@given(fleets.any_fleet())
def test_the_order_of_the_repositories_is_no_matter(status: FleetStatus) -> None:
    backwards = fleets.status(*reversed(status.statuses))
    one, other = (lay_out(each, columns=5) for each in (status, backwards))
    edges = [edge for each in status.statuses for edge in each.edges]
    assert {n.package: n.y for n in one.nodes} == {n.package: n.y for n in other.nodes}
    assert crossings(lines(one), edges) == crossings(lines(other), edges)


def test_curves_keep_apart_where_there_is_room() -> None:
    status = fleets.fleet(
        {"p": "project", "a": "utility", "b": "utility", "c": "utility"},
        ("p", "a"), ("p", "b"), ("p", "c"),
    )  # fmt: skip
    starts = sorted(curve.points[0][0] for curve in lay_out(status, columns=3).curves)
    assert all(b - a >= 8 for a, b in pairwise(starts))


@pytest.mark.parametrize("columns", COLUMNS)
def test_an_import_of_oneself_is_drawn(columns: int) -> None:
    (curve,) = lay_out(fleets.fleet({"a": ""}, ("a", "a")), columns=columns).curves
    (x1, y1), (x2, y2) = curve.points
    assert (abs(x1 - x2), y1) == (8, y2)
