"""Data in: event feeds to the evidence of a case, one module for each feed."""
