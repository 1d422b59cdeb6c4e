"""Knows how the marks of a chart become SVG for paper, in grey as well as in colour; not what they count.

The page paints the same marks with static/chart.js. Told apart by how it is filled: whole, pale with an edge, an
edge alone, hatched by lines of our own, as a pattern is lost by some of those who print.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from msgspec import Struct

from routine.core.charts import Bar, Chart, Role

_LEFT, _RIGHT, _ABOVE, _BELOW = 28, 6, 18, 20
_HATCH = 5
_APART = 62
"""Between two words below the axis."""
_NUMBERED = 16
"""With more columns their numbers would run into each other: the table has them."""
_INK, _SOFT, _LINE, _ACCENT, _PALE = "#1f2a30", "#5b6870", "#cfd6d9", "#1f5f5c", "#cfe3e2"
_FILLS = {Role.DONE: _ACCENT, Role.PART: _PALE, Role.NOT_DONE: "none", Role.EXCUSED: "none"}


class _Box(Struct, frozen=True):
    """Where the places of a chart lie in its picture."""

    width: int
    height: int

    def x(self, at: float) -> float:
        return _LEFT + at * (self.width - _LEFT - _RIGHT)

    def y(self, at: float) -> float:
        return _ABOVE + (1 - at) * (self.height - _ABOVE - _BELOW)


def chart_svg(chart: Chart) -> str:
    """Letters are 14 units high, of a picture 760 wide: 9 points on paper 178 mm wide. A small one has a third."""
    box = _Box(240, 90) if chart.is_small else _Box(760, 150)
    marks = "".join((*_ticks(chart, box), *_bars(chart, box), *_lines(chart, box)))
    axis = f'<path d="M{box.x(0):.1f} {box.y(0):.1f}H{box.x(1):.1f}" stroke="{_SOFT}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {box.width} {box.height}"'
    return f'{head} font-family="Libertinus Serif" font-size="14" fill="{_INK}">{marks}{axis}</svg>'


def _text(x: float, y: float, text: str, *, anchor: str = "middle", colour: str = _SOFT) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _ticks(chart: Chart, box: _Box) -> Iterator[str]:
    last = -_APART
    for each in chart.ticks:
        if each.is_left:
            yield f'<path d="M{box.x(0):.1f} {box.y(each.at):.1f}H{box.x(1):.1f}" stroke="{_LINE}"/>'
            yield _text(_LEFT - 6, box.y(each.at) + 4, each.text, anchor="end")
        elif box.x(each.at) - last >= _APART and box.x(each.at) < box.x(1) - 16:
            last = round(box.x(each.at))
            yield _text(box.x(each.at), box.height - 4, each.text)
    for at in chart.silent:
        yield _text(box.x(at), box.y(0) - 6, "–")


def _bars(chart: Chart, box: _Box) -> Iterator[str]:
    columns: dict[float, list[Bar]] = {}
    for each in chart.bars:
        columns.setdefault(each.x, []).append(each)
        yield _bar(each, box)
    if len(columns) > _NUMBERED:
        return
    for x, bars in columns.items():
        done = sum(each.count for each in bars if each.role is Role.DONE)
        planned = sum(each.count for each in bars if each.role is not Role.EXCUSED)
        top = max(each.y + each.h for each in bars)
        yield _text(box.x(x + bars[0].w / 2), box.y(top) - 4, f"{done} / {planned}", colour=_INK)


def _bar(each: Bar, box: _Box) -> str:
    left, top = box.x(each.x), box.y(each.y + each.h)
    wide, tall = box.x(each.x + each.w) - left, box.y(each.y) - top
    edge = f'stroke="{_SOFT}" stroke-dasharray="3 2"' if each.role is Role.EXCUSED else f'stroke="{_ACCENT}"'
    fill = f'fill="{_FILLS[each.role]}" {edge} stroke-width="1.2"'
    rect = f'<rect x="{left:.1f}" y="{top:.1f}" width="{wide:.1f}" height="{tall:.1f}" {fill}/>'
    return rect + (_hatched(left, top, wide, tall) if each.role is Role.EXCUSED else "")


def _hatched(left: float, top: float, wide: float, tall: float) -> str:
    path = []
    for number in range(int((wide + tall) / _HATCH) + 1):
        at = number * _HATCH - tall
        begin, end = max(0.0, -at), min(tall, wide - at)
        if end > begin:
            path.append(f"M{left + at + begin:.1f} {top + begin:.1f}L{left + at + end:.1f} {top + end:.1f}")
    return f'<path d="{"".join(path)}" stroke="{_SOFT}"/>'


def _lines(chart: Chart, box: _Box) -> Iterator[str]:
    for run in chart.runs:
        level = f"M{box.x(run.x):.1f} {box.y(run.y):.1f}H{box.x(run.x2):.1f}"
        yield f'<path d="{level}" stroke="{_ACCENT}" stroke-width="3"/>'
    for dot in chart.dots:
        yield f'<circle cx="{box.x(dot.x):.1f}" cy="{box.y(dot.y):.1f}" r="3.6"/>'
