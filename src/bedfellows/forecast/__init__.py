"""Who does what to whom next: forecasts of events and dyads, questions, their resolution and their scores."""
