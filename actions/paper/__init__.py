"""What is handed on as a picture or on paper: fonts, Chinese lines, the audit as PDF."""
