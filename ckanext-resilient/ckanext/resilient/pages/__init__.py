"""What the templates show: view models of pages, in the reader's language, with addresses. CKAN adapters."""
