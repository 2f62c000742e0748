"""Which words say nothing about what somebody does? Those that everybody uses, in Dutch and in English."""

DUTCH = """
aan alle alleen alles also altijd ander andere anders bent bestaande beter betere biedt bieden binnen boven brengt
daar daarmee daarna daarom deze dezelfde dingen door doen doet eens eerste eigen elkaar elke enkele ervaring
gaan gaat geen goed goede graag groot grote haar hebben hebt heeft heel helpen helpt hier hoeveel hulp
iedereen iemand iets ieder iedere inzet jaar jaren jouw jullie kennis kunnen kunt liefst maar maken maakt meer meest
meeste mensen met mijn moet moeten naar namelijk niet niets nieuw nieuwe nodig nog omdat onder ons onze ook over
partij partijen partner partners samen samenwerken samenwerking sinds snel sneller soms steeds tegen tijd toch
toepassen toepassing tussen uit vaak van vanaf veel verder vinden voor voorbeeld waar waarbij waarmee waarom wanneer
want weer weinig welke werken werkt wie wij willen wilt worden wordt zelf zich zien zijn zoals zoek zoeken zoekt
zonder zowel zullen
"""
ENGLISH = """
about across after again also always already another anybody anyone around based because been before being
best better between both bring bringing brings build building builds come company companies could does doing done
each especially even every experience expertise find first from getting give good great have having help helping
helps here into just know knowledge large less like little long look looking looks love made make makes making
many more most much must need needed needs never offer offering offers often only other others over own part parties
people please provide providing really seek seeking seeks several share shared sharing should show since small some
somebody someone something soon still such support than that their them then there these they thing things this
those through time together team toward towards under until upon using very want wants well were what when where
which while will with within without work working works would year years your
"""
FILLER = frozenset(f"{DUTCH} {ENGLISH}".split())
