"""Knows how the marks of a chart become SVG for paper, in grey as well as in colour; not what they count.

The page paints the same marks with static/chart.js. Told apart by how it is filled: whole, pale with an edge, an
edge alone, hatched by lines of our own, as a pattern is lost by some of those who print.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from routine.core.charts import Bar, Chart, Role

_WIDTH, _HEIGHT = 760, 150
_LEFT, _RIGHT, _ABOVE, _BELOW = 28, 6, 18, 20
_HATCH = 5
_APART = 62
"""Between two words below the axis."""
_NUMBERED = 16
"""With more columns their numbers would run into each other: the table has them."""
_INK, _SOFT, _LINE, _ACCENT, _PALE = "#1f2a30", "#5b6870", "#cfd6d9", "#1f5f5c", "#cfe3e2"
_FILLS = {Role.DONE: _ACCENT, Role.PART: _PALE, Role.NOT_DONE: "none", Role.EXCUSED: "none"}


def chart_svg(chart: Chart) -> str:
    """Letters are 14 units high, of a picture 760 wide: 9 points on paper 178 mm wide."""
    marks = "".join((*_ticks(chart), *_bars(chart), *_lines(chart)))
    axis = f'<path d="M{_x(0):.1f} {_y(0):.1f}H{_x(1):.1f}" stroke="{_SOFT}"/>'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}"'
    return f'{head} font-family="Libertinus Serif" font-size="14" fill="{_INK}">{marks}{axis}</svg>'


def _x(at: float) -> float:
    return _LEFT + at * (_WIDTH - _LEFT - _RIGHT)


def _y(at: float) -> float:
    return _ABOVE + (1 - at) * (_HEIGHT - _ABOVE - _BELOW)


def _text(x: float, y: float, text: str, *, anchor: str = "middle", colour: str = _SOFT) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">{escape(text)}</text>'


def _ticks(chart: Chart) -> Iterator[str]:
    last = -_APART
    for each in chart.ticks:
        if each.is_left:
            yield f'<path d="M{_x(0):.1f} {_y(each.at):.1f}H{_x(1):.1f}" stroke="{_LINE}"/>'
            yield _text(_LEFT - 6, _y(each.at) + 4, each.text, anchor="end")
        elif _x(each.at) - last >= _APART and _x(each.at) < _x(1) - 16:
            last = round(_x(each.at))
            yield _text(_x(each.at), _HEIGHT - 4, each.text)
    for at in chart.silent:
        yield _text(_x(at), _y(0) - 6, "–")


def _bars(chart: Chart) -> Iterator[str]:
    columns: dict[float, list[Bar]] = {}
    for each in chart.bars:
        columns.setdefault(each.x, []).append(each)
        yield _bar(each)
    if len(columns) > _NUMBERED:
        return
    for x, bars in columns.items():
        done = sum(each.count for each in bars if each.role is Role.DONE)
        planned = sum(each.count for each in bars if each.role is not Role.EXCUSED)
        top = max(each.y + each.h for each in bars)
        yield _text(_x(x + bars[0].w / 2), _y(top) - 4, f"{done} / {planned}", colour=_INK)


def _bar(each: Bar) -> str:
    left, top = _x(each.x), _y(each.y + each.h)
    wide, tall = _x(each.x + each.w) - left, _y(each.y) - top
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


def _lines(chart: Chart) -> Iterator[str]:
    for run in chart.runs:
        yield f'<path d="M{_x(run.x):.1f} {_y(run.y):.1f}H{_x(run.x2):.1f}" stroke="{_ACCENT}" stroke-width="3"/>'
    for dot in chart.dots:
        yield f'<circle cx="{_x(dot.x):.1f}" cy="{_y(dot.y):.1f}" r="3.6"/>'
