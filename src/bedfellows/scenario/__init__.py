"""What may come: the conditional outcomes that sources state, as trees."""
