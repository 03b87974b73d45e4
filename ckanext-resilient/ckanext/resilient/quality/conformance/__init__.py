"""Whether datasets follow DCAT-AP: their linked data checked against shapes, in the background, once a revision."""
