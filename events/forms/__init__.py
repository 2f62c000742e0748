"""What may a person fill in, and how is it checked? Forms only check; what happens then is an action."""
