"""The tests of the suite: a regular package, so that it is found before the one in ckan."""
