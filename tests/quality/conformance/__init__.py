"""The check whether datasets follow DCAT-AP."""
