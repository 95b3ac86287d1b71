"""Measurements too long for the tests: `make bench` and `make prove-1`; their results lie in proofs/results/."""
