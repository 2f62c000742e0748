"""How do sign-up and sign-in fit in? allauth does the work; this adapter sends its mails through our outbox."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter


class AccountAdapter(DefaultAccountAdapter):
    """allauth's questions, answered for this site."""


class SecondFactorAdapter(DefaultMFAAdapter):
    """The second factor's questions, answered for this site."""
