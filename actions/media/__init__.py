"""What editors upload: looked at, taken apart and written anew, so that nothing but picture and sound is kept."""
