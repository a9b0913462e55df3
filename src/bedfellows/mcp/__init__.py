"""The door for assistants: a case that a language model may ask, and cite, over the Model Context Protocol."""
