"""Which pages does matchmaking have? Every one on this screen."""

from django.urls import path

from matchmaking.views import (
    after,
    collaborations,
    coming_back,
    dashboard,
    demo,
    exclusions,
    home,
    introductions,
    likely,
    moments,
    opt_in,
    passing_on,
    used,
    wishes,
)

app_name = "matchmaking"
urlpatterns = [
    path("", home.home, name="home"),
    path("me/", dashboard.dashboard, name="dashboard"),
    path("me/might-meet/", likely.might_meet, name="might_meet"),
    path("profile/not-to-meet/", exclusions.mine, name="exclusions"),
    path("profile/not-to-meet/<int:pk>/lift/", exclusions.lift, name="lift_exclusion"),
    path("me/what-we-used/", used.used, name="what_we_used"),
    path("me/what-we-used/download/", used.download, name="what_we_used_download"),
    path("me/what-we-used/<int:pk>/<slug:kind>/", used.take_back, name="take_back"),
    path("me/wishes/", wishes.wishes, name="wishes"),
    path("me/wishes/<int:pk>/remove/", wishes.remove, name="wish_remove"),
    path("introductions/", introductions.introductions, name="introductions"),
    path("introductions/<int:pk>/", introductions.introduction, name="introduction"),
    path("introductions/<int:pk>/after/", after.after, name="after"),
    path("a/<str:token>/", after.after_link, name="after_link"),
    path("collaborations/", collaborations.collaborations, name="collaborations"),
    path("introductions/<int:pk>/card/", introductions.card, name="card"),
    path("introductions/<int:pk>/half-days/", moments.tick, name="moments"),
    path("introductions/<int:pk>/half-days/<str:half_day>.ics", moments.calendar, name="moment_file"),
    path("m/<str:token>/", moments.by_link, name="moments_link"),
    path("m/<str:token>/<str:half_day>.ics", moments.calendar_by_link, name="moment_file_link"),
    path("introductions/<int:pk>/colleague/", passing_on.pass_on, name="pass_on"),
    path("i/<str:token>/", opt_in.answer, name="answer"),
    path("i/<str:token>/colleague/", passing_on.pass_on_by_link, name="pass_on_by_link"),
    path("back/<str:token>/", coming_back.come_back, name="come_back"),
    # In demo mode on this machine only; elsewhere these are no pages.
    path("demo/", demo.people, name="demo"),
    path("demo/sign-in/", demo.sign_in, name="demo_sign_in"),
    path("demo/code/", demo.code, name="demo_code"),
    path("demo/mailbox/", demo.mails, name="demo_mailbox"),
    path("demo/mailbox/<int:pk>/", demo.mail, name="demo_mail"),
    path("demo/mailbox/<int:pk>/html/", demo.mail_html, name="demo_mail_html"),
    path("demo/clock/", demo.let_time_pass, name="demo_clock"),
]
