"""What can be done: by a villager in chat, by a steward on the web, by the clock."""
