"""What the dialogue engine can have done: rasa-sdk actions only, thin, on top of actions.services."""
