"""Does the life of members, pairs, answers and mails keep its promises, whatever happens in whatever order?"""
