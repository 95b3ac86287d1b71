"""Booking a home inspection in talk: one small module per thing that is asked, heard or said."""
