"""The mean by which datasets are ordered is not won by one vote."""

from __future__ import annotations

from ckanext.resilient.community.usefulness import points, sortable


def test_without_answers_a_dataset_stands_in_the_middle() -> None:
    assert points(0, 0) == 3


def test_one_best_answer_is_less_than_many_good_ones() -> None:
    assert points(1, 5) < points(20, 85)


def test_the_index_orders_texts_as_numbers_are_ordered() -> None:
    given = [(0, 0), (1, 5), (1, 1), (20, 85), (1000, 5000), (1000, 1000)]
    by_points = sorted(given, key=lambda one: points(*one))
    assert sorted(given, key=lambda one: sortable(*one)) == by_points
    assert all(len(sortable(*one)) == 4 for one in given)
