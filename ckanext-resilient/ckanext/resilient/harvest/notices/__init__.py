"""Mails to those who look after a source."""
