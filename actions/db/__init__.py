"""The database: engine, column types, models."""
