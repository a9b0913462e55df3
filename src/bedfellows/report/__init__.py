"""What people look at: one HTML file that shows a whole case."""
