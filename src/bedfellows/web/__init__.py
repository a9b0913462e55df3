"""The window: a case in the browser, and its answers as JSON, for this machine alone."""
