"""Texts in many languages: entered, stored, read (plugin `resilient_multilingual`)."""
