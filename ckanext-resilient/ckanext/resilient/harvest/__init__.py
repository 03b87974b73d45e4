"""The harvest engine: stages from a portal's pages to a report; no stage knows the next."""
