"""What a series of datasets is called in records: type and field have the names of ckanext-dataset-series."""

TYPE = "dataset_series"
"""The type of an entry that is a series."""

FIELD = "in_series"
"""The field of a dataset with the ids of the series that it is part of."""
