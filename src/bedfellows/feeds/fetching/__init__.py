"""Files of event feeds from their publishers to this machine: chosen by date, checked, resumed, fetched once."""
