"""One use case per function: plain, synchronous, the session first, frozen values back."""
