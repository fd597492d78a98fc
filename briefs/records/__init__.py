"""Records: what is known of companies, comparisons and sources, as written and validated."""

#: The folder of a project that holds its records.
DATA = "data"
