"""How well people's own words are answered: `make evaluate`."""
