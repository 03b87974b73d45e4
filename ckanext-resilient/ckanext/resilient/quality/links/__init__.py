"""Trying the addresses that datasets name: a bounded job beside saving and harvesting, never inside them."""
