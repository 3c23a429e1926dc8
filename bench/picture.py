"""Draws the figures as SVG: how long a start takes, what rate is reached, how responses grow with the data."""
from html import escape

from common import median

WIDTH, BAR, LEFT = 900, 22, 170
OURS, OTHERS, TEXT = "#2f6f4f", "#9aa5b1", "#24292f"


def text(x, y, words, size=13, weight="normal", anchor="start"):
    return f'<text x="{x}" y="{y}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}">{escape(words)}</text>'


def bars(top, title, values):
    """Horizontal bars, one for each server, and the y below them."""
    parts, longest = [text(10, top, title, 15, "bold")], max(values.values(), default=1)
    y = top + 12
    for name, value in values.items():
        width = max(1, (WIDTH - LEFT - 110) * value / longest)
        colour = OURS if name.startswith("Paystub") else OTHERS
        parts.append(text(LEFT - 8, y + 15, name, anchor="end"))
        parts.append(f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR - 5}" fill="{colour}"/>')
        parts.append(text(LEFT + width + 6, y + 15, f"{value:,.0f}"))
        y += BAR
    return parts, y + 30


def curves(top, title, growth):
    """
    A line for each kind of growth: time of a response as a multiple of an account's beside it that does not grow or, where all accounts
    grow, of that with the fewest.
    """
    parts, height = [text(10, top, title, 15, "bold")], 150
    bottom, span = top + 20 + height, WIDTH - LEFT - 310
    lines, most = {}, {}
    for kind, one in growth.items():
        for name, points in one["points"].items() if kind != "worlds" else ():
            first = list(points.values())[0][0]
            lines[f"{kind}: {name}"] = [full / (first if kind == "accounts" else empty) for full, empty in points.values()]
            most[f"{kind}: {name}"] = int(list(points)[-1])
    highest = max([1.5] + [value for line in lines.values() for value in line])
    parts.append(f'<path d="M{LEFT} {bottom - height}V{bottom}H{LEFT + span}" fill="none" stroke="{TEXT}"/>')
    for level in (1, highest):
        y = bottom - height * level / highest
        parts.append(text(LEFT - 8, y + 4, f"{level:.1f} ×", anchor="end"))
    for number, (name, line) in enumerate(lines.items()):
        at = [(LEFT + span * i / max(1, len(line) - 1), bottom - height * v / highest) for i, v in enumerate(line)]
        shade = f"hsl({150 + 55 * number},45%,38%)"
        parts.append(f'<polyline points="{" ".join(f"{x:.0f},{y:.0f}" for x, y in at)}" fill="none" stroke="{shade}" stroke-width="2"/>')
        parts.append(f'<rect x="{LEFT + span + 20}" y="{top + 20 + 20 * number}" width="12" height="12" fill="{shade}"/>')
        parts.append(text(LEFT + span + 38, top + 31 + 20 * number, f"{name}, to {most[name]:,}", 12))
    parts.append(text(LEFT, bottom + 18, "few data"))
    parts.append(text(LEFT + span, bottom + 18, "many", anchor="end"))
    return parts, bottom + 40


def draw(figures, scale):
    parts, y = [], 24
    for title, value in (
            ("From process start to the first right response, ms (less is better)", lambda one: one.get("start")),
            ("GET by id, requests per second (more is better)", lambda one: [r["rate"] for r in one.get("GET", [])])):
        values = {name: median(value(one)) for name, one in figures.items() if value(one)}
        if values:
            drawn, y = bars(y, title, values)
            parts += drawn
    if scale:
        drawn, y = curves(y, "Time of a response as the data grow, as a multiple of that with few (less is better)", scale)
        parts += drawn
    return (f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" role="img" '
            f'font-family="sans-serif" fill="{TEXT}"><title>Start, rate and growth</title>'
            f'<rect width="100%" height="100%" fill="#ffffff"/>' + "\n".join(parts) + "</svg>\n")
