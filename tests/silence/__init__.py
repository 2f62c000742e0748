"""Does the other side see, anywhere, what somebody said, did or stopped doing?"""
