"""Work that may take long or must be tried again: durable workflows and the loop that starts them."""
