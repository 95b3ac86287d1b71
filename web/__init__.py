"""How people reach Babahui: the chat page, its JSON API, article pages and the stewards' console."""
