"""What are the demo's people called? Invented: given names from everywhere, family names that no family has."""

GIVEN = (  # separated by spaces
    "Aisha Amara Anouk Arjun Beatriz Bilal Bo Casper Chidi Daan Dewi Dunya Elif Emre Esra Eva Faisal Femke Fleur Giulia"
    " Gijs Hamza Hanna Hugo Ilse Imane Ines Jasper Jayden Jelle Joris Kenji Khadija Kofi Lars Lieke Lina Lotte Luuk"
    " Maarten Mats Mei Milan Nadia Noor Olga Omar Pim Priya Quinten Rania Ravi Rosa Ruben Sanne Selma Sem Shanti Sofie"
    " Stijn Tamara Tess Thijs Umut Vera Wei Wouter Yara Youssef Zeynep"
)

FAMILY = (  # separated by |
    # As if Dutch ...
    "Waferman|Lichtbaan|Stroombergen|van Glasvezel|van den Datahaven|Golfgeleider|Netwerkhuis|Chipstra|Fotonstra"
    "|de Modelaar|van Koppelvlak|Zendmastra|Servertuin|Wolkenrijker|van Siliciumdal|Etsmeester|Bitstroom|Pakketveld"
    "|van der Rekenkracht|Sensorink|Koelwaterink|Kabelboom|Robotsma|Lithograaf|van Halfgeleider|Spiegelbundel"
    "|de Zeekabel|Zonnestroomstra|Datameer|Knooppunter|van Testbaan|Accuwater|Vezelkamp|Pixelaar|Magneetveld"
    "|Schakelborg|van Frequentie|Trillingsma"
    # ... and as if English.
    "|Edgeworthy|Cloudbury|Datafielding|Signalsmith|Networthy|Chipperton|Lightwellow|Modelworth|Streamfordham|Packetson"
    "|Quantumby|Byteham|Loopwick|Sensorley|Gridwellow|Waferly|Opticstone|Fibreton|Robotham|Batterwell|Antennaby"
    "|Cachewell|Kernelby|Latticeford|Mirrorbeam|Nodewell|Photonley|Queuesworth|Routerby|Switchwell|Tokenham|Voltbury"
    "|Wavecroft|Circuiton|Drivewell|Etchworth|Fieldarray"
)

# What somebody does, by kind of organisation; Dutch and English, taken in turn.
POSITIONS = {
    "corporate": (("Hoofd technologie", "Head of technology"), ("Innovatiemanager", "Innovation manager")),
    "scaleup": (("Medeoprichter", "Co-founder"), ("Hoofd product", "Head of product")),
    "startup": (("Oprichter", "Founder"), ("Hoofd techniek", "Head of engineering")),
    "knowledge-institution": (("Hoogleraar", "Professor"), ("Onderzoeksleider", "Research lead")),
    "government": (("Programmaleider", "Programme lead"), ("Strateeg economie", "Economy strategist")),
    "network-programme": (("Programmadirecteur", "Programme director"), ("Netwerkmanager", "Network manager")),
    "hub-campus": (("Campusmanager", "Campus manager"), ("Communitymanager", "Community manager")),
    "investor": (("Investeringsmanager", "Investment manager"), ("Partner", "Partner")),
    "media": (("Hoofd digitaal", "Head of digital"), ("Innovatieredacteur", "Innovation editor")),
    "civil-society": (("Beleidsadviseur", "Policy adviser"), ("Directeur", "Director")),
}
OTHER_POSITION = (("Adviseur", "Adviser"),)

# One sentence beside a topic, taken in turn. They hold only filler words (matchmaking/keywords), so that two people
# never "write about the same" because this table made them.
BRINGS = {
    "nl": (
        "Al jaren ervaring, ook met wat niet werkt.",
        "Wij doen dit al jaren en helpen graag.",
        "Onze mensen helpen je graag verder.",
        "Wij willen hier graag samen verder mee.",
    ),
    "en": (
        "Many years of experience, and what we would never do again.",
        "We like to help others with this.",
        "Our people know this well and like to share.",
        "We want to do more with this, together.",
    ),
}
SEEKS = {
    "nl": (
        "Iemand met veel ervaring.",
        "Graag een goed voorbeeld.",
        "Welke partner wil hier samen mee verder?",
        "Die kennis hebben wij zelf niet.",
    ),
    "en": (
        "Somebody with years of experience.",
        "A good partner to do something together.",
        "Somebody who could help us here.",
        "Knowledge that we need and do not have.",
    ),
}
