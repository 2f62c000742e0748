"""What does the ground know? One noun a module; import them from here: `from corridor.models import Member`."""

from corridor.models.ask import Ask
from corridor.models.consent import Consent
from corridor.models.exchange import Offer, Seek
from corridor.models.experiment_site import ExperimentSite
from corridor.models.heartbeat import Heartbeat
from corridor.models.layer import StackLayer
from corridor.models.loaded_row import LoadedRow
from corridor.models.mail_preference import MailPreference
from corridor.models.member import Member
from corridor.models.membership import Membership
from corridor.models.organisation import Organisation, OrganisationKind
from corridor.models.outbox_email import OutboxEmail
from corridor.models.profile import Profile
from corridor.models.region import Region
from corridor.models.region_role import RegionRole
from corridor.models.suppression import Suppression
from corridor.models.synergy import Synergy
from corridor.models.topic import Topic
from corridor.models.transition import Transition
from corridor.models.travel_time import TravelTime
from corridor.models.venue import Venue
from corridor.models.visit import Visit

__all__ = [
    "Ask",
    "Consent",
    "ExperimentSite",
    "Heartbeat",
    "LoadedRow",
    "MailPreference",
    "Member",
    "Membership",
    "Offer",
    "Organisation",
    "OrganisationKind",
    "OutboxEmail",
    "Profile",
    "Region",
    "RegionRole",
    "Seek",
    "StackLayer",
    "Suppression",
    "Synergy",
    "Topic",
    "Transition",
    "TravelTime",
    "Venue",
    "Visit",
]
