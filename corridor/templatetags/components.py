"""Which pieces are pages made of?"""

from django import template

register = template.Library()
