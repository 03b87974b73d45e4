"""Our shapes of DCAT-AP and the official ones: every constraint broken in several ways, and real records."""
