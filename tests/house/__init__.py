"""Does the plan still hold? Checks on the tree itself: sizes, names, doors, drawings, mails and words."""
