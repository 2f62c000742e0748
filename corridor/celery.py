"""What runs by the clock? The beat table below; tasks are named as strings, so the ground imports no upper app."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "corridor.settings")

app = Celery("corridor")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Every entry may run twice, late or not at all for a while: each finds its work in rows and claims it there.
app.conf.beat_schedule = {
    "deliver the outbox": {"task": "corridor.deliver_outbox", "schedule": 15},
    "requeue mails whose sender died": {"task": "corridor.requeue_stuck_emails", "schedule": 30},
    "forget old mail bodies": {"task": "corridor.forget_old_bodies", "schedule": 3600},
    "forget old sign-ins": {"task": "corridor.forget_old_sign_ins", "schedule": 3600},
    "finish erasing who left": {"task": "corridor.finish_erasing", "schedule": 300},
    "plan the coming round": {"task": "matchmaking.plan_rounds", "schedule": 300},
    "propose rounds that are due": {"task": "matchmaking.propose_due_rounds", "schedule": 60},
    "approve rounds whose time came": {"task": "matchmaking.approve_due_rounds", "schedule": 60},
    "offer approved introductions": {"task": "matchmaking.offer_introductions", "schedule": 60},
    "remind who has not answered": {"task": "matchmaking.remind_undecided", "schedule": 300},
    "make what both agreed to meanwhile": {"task": "matchmaking.complete_introductions", "schedule": 60},
    "unmake what somebody stopped in time": {"task": "matchmaking.stand_down_introductions", "schedule": 15},
    "close introductions at their deadline": {"task": "matchmaking.expire_introductions", "schedule": 60},
    "ask what came after an introduction": {"task": "matchmaking.ask_what_came_after", "schedule": 900},
    "remind of promises, forget old ones": {"task": "matchmaking.remind_of_promises", "schedule": 900},
    "send what was gathered": {"task": "matchmaking.send_digests", "schedule": 300},
    "forget visits that are over": {"task": "matchmaking.forget_past_visits", "schedule": 900},
    "forget half-days of a month ago": {"task": "matchmaking.forget_old_moments", "schedule": 3600},
    "close rounds": {"task": "matchmaking.close_rounds", "schedule": 300},
    "put events behind us": {"task": "events.hold_events", "schedule": 300},
    "tell guests of cancelled events": {"task": "events.release_guests", "schedule": 60},
    "pass on offers that were not accepted": {"task": "events.lapse_offers", "schedule": 30},
    "offer places to those who wait": {"task": "events.call_who_waits", "schedule": 60},
    "forget what guests needed": {"task": "events.forget_needs", "schedule": 3600},
    "show guests of old events to nobody": {"task": "events.forget_lists", "schedule": 3600},
    "forget what guests of old events said": {"task": "events.forget_details", "schedule": 3600},
    "forget who came two years ago": {"task": "events.forget_guests", "schedule": 3600},
    "tell guests of events that moved": {"task": "events.tell_of_moves", "schedule": 60},
    "remind guests and ask who still comes": {"task": "events.remind_guests", "schedule": 300},
    "send what hosts announced": {"task": "events.send_announcements", "schedule": 60},
    "ask those who came for their opinion": {"task": "events.ask_opinions", "schedule": 900},
    "forget what was to talk about at tables": {"task": "events.forget_reasons_to_talk", "schedule": 3600},
    "work out speed meetings nobody knocked for": {"task": "matchmaking.work_out_due_speed_meetings", "schedule": 20},
    "look for what must never be": {"task": "matchmaking.check_invariants", "schedule": 3600},
    "note the heartbeat": {"task": "corridor.beat", "schedule": 15},
}
