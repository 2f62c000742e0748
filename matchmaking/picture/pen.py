"""With what is the picture drawn? The site's colours by day and by night, and the few shapes that it is made of.

The type is the site's where it is installed. No scripts, nothing from elsewhere, whole numbers only.
"""

import re
from xml.etree import ElementTree as Xml

from matchmaking.engine.shapes import MICRO
from matchmaking.picture.scene import LEFT, RIGHT
from matchmaking.queries.partnerships import FOLDER

TOKENS = FOLDER.parent / "static/corridor/tokens.css"
USED = ("paper", "ink", "ink-2", "ink-3", "rule", "edge", "geel", "casing", *(f"layer-{n}" for n in range(1, 8)))
STYLE = """
text{font:13px "Regel Grotesk","Familjen Grotesk","Helvetica Neue",Arial,sans-serif;fill:var(--ink-2)}
.ground{fill:var(--paper)}.title{font-size:27px;font-weight:650;fill:var(--ink)}.lead{font-size:15px}
.head{font-size:15px;font-weight:600;fill:var(--ink)}.faint{fill:var(--ink-3)}.num{font-size:12px;fill:var(--ink-3)}
.end{text-anchor:end}.mid{text-anchor:middle}.heavy{stroke:var(--ink);stroke-width:2}
.none{fill:var(--rule)}.line path{fill:none;stroke-linecap:round}
.other path{stroke:var(--edge);stroke-width:.8;opacity:.45}
.case{stroke:var(--casing);stroke-width:4}.core{stroke:var(--geel);stroke-width:2.2}
.long .case,.long .core{stroke-dasharray:8 6}.best .case{stroke-width:7}.best .core{stroke-width:4.4}
.mark{fill:var(--ink);stroke:var(--ink);stroke-width:1.6}.out,.off{fill:var(--paper)}.off{stroke-dasharray:2.4 2.2}
.shade0{fill:var(--ink)}.shade1{fill:var(--ink-3)}.shade2{fill:var(--edge)}.shade3{fill:var(--rule)}
.go{fill:var(--geel);stroke:var(--casing)}
"""


class Pen:
    """An SVG that is being drawn."""

    def __init__(self, width: int, height: int):
        self.height = height
        box = {"viewBox": f"0 0 {width} {height}", "role": "img", "aria-labelledby": "title desc"}
        self.root = Xml.Element("svg", {"xmlns": "http://www.w3.org/2000/svg"} | box)
        self.onto = self.root

    def add(self, tag: str, words: str = "", **values: object) -> Xml.Element:
        """One element; `look` is its class."""
        named = {"class" if name == "look" else name: str(value) for name, value in values.items() if value != ""}
        element = Xml.SubElement(self.onto, tag, named)
        element.text = words or None
        return element

    def text(self, x: int, y: int, words: str, look: str = "") -> None:
        self.add("text", words, x=x, y=y, look=look)

    def box(self, x: int, y: int, width: int, height: int, look: str) -> None:
        self.add("rect", x=x, y=y, width=width, height=height, look=look)

    def mark(self, x: int, y: int, side: str, look: str = "") -> None:
        """A round mark for the one region, a square one for the other, a diamond for the rest of the country."""
        look = f"mark {look}".strip()
        if side == LEFT:
            self.add("circle", cx=x, cy=y, r=5, look=look)
        elif side == RIGHT:
            self.box(x - 5, y - 5, 10, 10, look)
        else:
            self.add("path", d=f"M{x} {y - 7}l7 7l-7 7l-7-7z", look=look)

    def line(self, path: str, look: str = "") -> None:
        """A proposal: a yellow line with a dark edge on both sides."""
        group = Xml.SubElement(self.onto, "g", {"class": f"line {look}".strip()})
        for layer in ("case", "core"):
            Xml.SubElement(group, "path", {"class": layer, "d": path})

    def thin(self, paths: list[str]) -> None:
        """Pairs that could have been."""
        group = Xml.SubElement(self.onto, "g", {"class": "line other"})
        for path in paths:
            Xml.SubElement(group, "path", {"d": path})

    def drawn(self) -> str:
        """Out: the text of the SVG."""
        Xml.indent(self.root, "")
        return Xml.tostring(self.root, encoding="unicode") + "\n"


def colours() -> str:
    """Out: the site's colours as a style sheet: those of the day, and those of the night where it is dark."""
    pairs = dict(re.findall(r"--([a-z0-9-]+):\s*light-dark\((#\w+, #\w+)\)", TOKENS.read_text(encoding="utf-8")))
    day, night = ("".join(f"--{name}:{pairs[name].split(', ')[which]};" for name in USED) for which in (0, 1))
    cells = "".join(f".l{number}{{fill:var(--layer-{number})}}" for number in range(1, 8))
    return f"svg{{{day}}}\n@media(prefers-color-scheme:dark){{svg{{{night}}}}}\n{cells}"


def nearest(micro: int) -> int:
    """In: micro-units. Out: the nearest whole thousandth of a unit, in micro-units."""
    return (micro + 500) // 1_000 * 1_000


def units(micro: int) -> str:
    """In: micro-units. Out: units with three decimals."""
    return f"{nearest(micro) // MICRO}.{nearest(micro) % MICRO // 1_000:03}"
