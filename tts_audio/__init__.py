"""Text to audio for loudspeakers and phones: reading, voices, mastering, clips; knows no database, Rasa or web."""
