"""Which tokens does the site give out, who reads them, and in how many ways can one be spoilt?"""

import base64
import datetime as dt
import json
import random
import string
from collections.abc import Callable, Iterator
from urllib.parse import quote

from django.core import signing

from corridor import links

WEEKS = dt.timedelta(days=14)
ODD = ["\u00e9", "\u2028", "\u0441", "\uff10", "\u200b", "\x00", "\udc80", "%", "/", " ", "\n", "=", "+", "."]
LETTERS = string.ascii_letters + string.digits + "-_:"


def reads(purpose: str, token: str, now: dt.datetime) -> bool:
    """Whether the link module takes this token for this purpose."""
    own = {"unsubscribe": links.read_unsubscribe, "mail_choices": links.read_mail_choices}
    if purpose == "page":
        return links.is_page_value("the link it stands for", token, now=now)
    try:
        own[purpose](token, now=now) if purpose in own else links.read(purpose, token, lifetime=WEEKS, now=now)
    except links.BadLink:
        return False
    return True


class GivenOut:
    """Every token that was signed while this listened: purpose -> its tokens, and what each says."""

    def __init__(self, monkeypatch) -> None:
        self.tokens: dict[str, dict[str, list]] = {}
        sign = links._sign

        def listening(purpose: str, content: list) -> str:
            token = sign(purpose, content)
            self.tokens.setdefault(purpose, {})[token] = content
            return token

        monkeypatch.setattr(links, "_sign", listening)

    def forget_what_is_not_good(self, now: dt.datetime) -> None:
        """Some mails are written for another day than today."""
        for purpose, tokens in self.tokens.items():
            self.tokens[purpose] = {token: said for token, said in tokens.items() if reads(purpose, token, now)}
            assert self.tokens[purpose], purpose

    def purpose_of(self, token: str) -> str:
        return next(purpose for purpose, tokens in self.tokens.items() if token in tokens)


def spoilt(token: str, others: list[str], draw: random.Random) -> Iterator[str]:
    """Endless ways to spoil `token`; `others` are good ones, for another purpose, object or person."""
    ways: list[Callable[[], str]] = [
        lambda: _letters(token, draw),
        lambda: _letters(token, draw),
        lambda: _flipped_bit(token, draw),
        lambda: _flipped_in_payload(token, draw),
        lambda: token[: draw.randrange(len(token))],
        lambda: token[draw.randrange(1, len(token)) :],
        lambda: _cased(token, draw),
        lambda: _parts(token, draw.choice(others), draw),
        lambda: _says_something_else(token, draw),
        lambda: _encoded_anew(token, draw),
        lambda: _with(draw.choice(ODD), token, draw),
        lambda: token + "=" * draw.randrange(1, 9),
        lambda: signing.Signer(key=f"another key {draw.random()}", salt="corridor.links.opt_in").sign_object(
            [1, 1, 1, 1]
        ),
    ]
    while True:
        made = draw.choice(ways)()
        if made != token:
            yield made


def _letters(token: str, draw: random.Random) -> str:
    letters = list(token)
    for _ in range(draw.randint(1, 3)):
        at, what = draw.randrange(len(letters)), draw.randrange(4)
        if what == 0:
            letters[at] = draw.choice(LETTERS)
        elif what == 1 and len(letters) > 4:
            del letters[at]
        elif what == 2:
            letters.insert(at, draw.choice(LETTERS))
        else:
            other = draw.randrange(len(letters))
            letters[at], letters[other] = letters[other], letters[at]
    return "".join(letters)


def _flipped_bit(token: str, draw: random.Random) -> str:
    raw = bytearray(token.encode())
    raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
    return raw.decode("utf-8", "replace")


def _flipped_in_payload(token: str, draw: random.Random) -> str:
    """The change is in what it says, not in how that is written."""
    payload, _, signature = token.partition(":")
    raw = bytearray(_plain(payload))
    raw[draw.randrange(len(raw))] ^= 1 << draw.randrange(8)
    return f"{_written(bytes(raw))}:{signature}"


def _cased(token: str, draw: random.Random) -> str:
    way = draw.choice([str.upper, str.lower, str.swapcase, str.title])
    return way(token)


def _parts(token: str, other: str, draw: random.Random) -> str:
    (payload, _, signature), (payload2, _, signature2) = token.partition(":"), other.partition(":")
    ways = [(payload, signature2), (payload2, signature), (signature, payload), (payload, payload), (payload, "")]
    one, two = draw.choice(ways)
    return f"{one}:{two}"


def _of_another_key(draw: random.Random) -> str:
    signer = signing.Signer(
        key=f"another key {draw.random()}", salt=f"corridor.links.{draw.choice(['opt_in', 'page'])}"
    )
    return signer.sign_object([draw.randrange(9), draw.randrange(9), 1, 1_795_510_800])


def _says_something_else(token: str, draw: random.Random) -> str:
    """Another object, person, version or time, with the signature it had."""
    payload, _, signature = token.partition(":")
    content = json.loads(_plain(payload))
    at = draw.randrange(len(content))
    numbers = [
        draw.randrange(10**6),
        content[at] + draw.choice([-1, 1, 60, 3600, 10**6]) if isinstance(content[at], int) else 0,
    ]
    content[at] = draw.choice([*numbers, -1, None, "x", "1", 2**63, 1e3, True, [], {}])
    return f"{_written(json.dumps(content, separators=(',', ':')).encode())}:{signature}"


def _encoded_anew(token: str, draw: random.Random) -> str:
    payload, _, signature = token.partition(":")
    raw = _plain(payload)
    return draw.choice(
        [
            f"{base64.b64encode(raw).decode()}=:{signature}",
            f"{base64.b32encode(raw).decode()}:{signature}",
            f"{raw.hex()}:{signature}",
            f"{_written(raw.replace(b',', b', '))}:{signature}",
            f"{_written(b' ' + raw)}:{signature}",
            f"{_written(signing.zlib.compress(raw))}:{signature}",
            f".{_written(signing.zlib.compress(raw))}:{signature}",
            f".{payload}:{signature}",
            quote(token, safe=""),
            quote(quote(token, safe=""), safe=""),
            token.replace(":", draw.choice([";", "::", "%3A", "\uff1a", "/"])),
            token + ":" + signature,
            token * 2,
            token.encode("utf-16").decode("latin-1"),
            base64.urlsafe_b64encode(token.encode()).decode(),
        ]
    )


def _with(odd: str, token: str, draw: random.Random) -> str:
    at = draw.randrange(len(token) + 1)
    return token[:at] + odd + token[at:]


def _plain(payload: str) -> bytes:
    return base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))


def _written(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
