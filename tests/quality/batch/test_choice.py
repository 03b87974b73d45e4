"""A choice of datasets outlives the pages on which it is made."""

from __future__ import annotations

from ckanext.resilient.quality.batch.choice import ALL, NONE, Choice, sent

IDS = ["a", "b", "c", "d", "e"]


def test_all_are_chosen_at_first() -> None:
    assert Choice().of(IDS) == IDS


def test_what_is_left_out_on_a_page_stays_left_out_on_others() -> None:
    first = sent({"base": [ALL], "others": [""], "shown": ["a b"], "dataset": ["a"]})
    then = sent({"base": [ALL], "others": [first.kept], "shown": ["c d"], "dataset": ["d"]})
    assert then.of(IDS) == ["a", "d", "e"]


def test_what_is_ticked_again_is_chosen_again() -> None:
    again = sent({"base": [ALL], "others": ["a c"], "shown": ["a b"], "dataset": ["a", "b"]})
    assert again.of(IDS) == ["a", "b", "d", "e"]


def test_from_none_only_what_is_ticked_is_chosen() -> None:
    first = sent({"base": [NONE], "others": [""], "shown": ["a b"], "dataset": ["b"]})
    then = sent({"base": [NONE], "others": [first.kept], "shown": ["c d"]})
    assert then.of(IDS) == ["b"]
    assert sent({"base": [NONE], "others": [then.kept], "shown": ["a b"]}).of(IDS) == []


def test_a_form_that_only_names_datasets_chooses_these() -> None:
    assert sent({"dataset": ["b", "e"]}).of(IDS) == ["b", "e"]
