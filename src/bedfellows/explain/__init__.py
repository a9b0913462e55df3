"""Why an alignment may exist, and what speaks against it: mechanisms, each with its evidence."""
