"""S-26: does mail ever leave in clear text, or to a server that is not who it says?"""

import datetime as dt
import ssl

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.conf import settings

from corridor import outbox
from tests import make
from tests.mail_server import Script, serving, use

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(tmp_path) -> tuple[str, ssl.SSLContext]:
    """The file of a certificate for localhost that signed itself, and a server's context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    start = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(start).not_valid_after(start + dt.timedelta(days=36500))
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
    signed = builder.sign(key, hashes.SHA256())
    pem, private = tmp_path / "cert.pem", tmp_path / "key.pem"
    pem.write_bytes(signed.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    return str(pem), context


def test_r18_s26_without_starttls_nothing_is_sent_and_all_is_kept(settings, tmp_path, now):
    use(settings, tmp_path, EMAIL_USE_TLS=True)
    emails = [make.mail(make.member()) for _ in range(2)]
    script = Script()
    server = serving(script, settings.EMAIL_PORT)

    try:
        sent = [outbox.deliver_due(now=now + dt.timedelta(hours=hour)) for hour in range(2)]
    finally:
        server.stop()

    assert sent == [0, 0]
    assert (script.taken, script.tried) == ([], {})
    for email in emails:
        email.refresh_from_db()
        assert (email.state, email.attempts) == ("queued", 2)
        assert "STARTTLS" in email.error


def test_s26_a_certificate_nobody_vouches_for_is_refused(settings, tmp_path, now, certificate):
    use(settings, tmp_path, EMAIL_USE_TLS=True, EMAIL_HOST="localhost")
    email = make.mail(make.member())
    script = Script()
    server = serving(script, settings.EMAIL_PORT, tls=certificate[1])

    try:
        outbox.deliver_due(now=now)
    finally:
        server.stop()

    email.refresh_from_db()
    assert (email.state, script.taken) == ("queued", [])
    assert "CERTIFICATE_VERIFY_FAILED" in email.error


def test_s26_with_a_certificate_that_is_trusted_mail_leaves_encrypted(
    settings, tmp_path, now, certificate, monkeypatch
):
    use(settings, tmp_path, EMAIL_USE_TLS=True, EMAIL_HOST="localhost")
    monkeypatch.setenv("SSL_CERT_FILE", certificate[0])
    email = make.mail(make.member())
    script = Script()
    server = serving(script, settings.EMAIL_PORT, tls=certificate[1])

    try:
        outbox.deliver_due(now=now)
    finally:
        server.stop()

    assert make.state_of(email) == "sent"
    assert (len(script.taken), script.secured) == (1, 1)


@pytest.mark.nodb
def test_s26_the_readme_says_which_dns_lines_let_mail_arrive():
    readme = (settings.BASE_DIR / "README.md").read_text()

    assert all(line in readme for line in ("v=spf1", "v=DKIM1", "v=DMARC1"))
