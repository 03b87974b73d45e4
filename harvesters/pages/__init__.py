"""What the pages of the sources show: pure of requests where they can be, without markup everywhere."""
