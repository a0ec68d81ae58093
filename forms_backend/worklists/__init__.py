"""Work lists of staff: filters, search, steps on several matters."""
