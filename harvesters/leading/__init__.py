"""From ckanext-harvest's pages to ours."""
