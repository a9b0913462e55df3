"""From evidence to ties: how strong, since when, in which direction, and on whose word."""
