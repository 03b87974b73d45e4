"""How well the classifier does, measured by records that a person has labelled."""
