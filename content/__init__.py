"""The library of reviewed answers as files, and the code that understands it; imports nothing else of this project."""
