"""Knows vectors and turns in space, in plain Python; must not know bodies.

Forward is x, up is y, the right hand is z. A frame is three columns: where the body's own x, y and z point.
"""

from __future__ import annotations

from math import acos, atan2, cos, degrees, radians, sin, sqrt

Vec3 = tuple[float, float, float]
Frame = tuple[Vec3, Vec3, Vec3]

WORLD: Frame = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))


def add(a: Vec3, b: Vec3) -> Vec3:
    return (a[0] + b[0], a[1] + b[1], a[2] + b[2])


def sub(a: Vec3, b: Vec3) -> Vec3:
    return (a[0] - b[0], a[1] - b[1], a[2] - b[2])


def scale(a: Vec3, by: float) -> Vec3:
    return (a[0] * by, a[1] * by, a[2] * by)


def dot(a: Vec3, b: Vec3) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vec3, b: Vec3) -> Vec3:
    return (a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0])


def length(a: Vec3) -> float:
    return sqrt(a[0] * a[0] + a[1] * a[1] + a[2] * a[2])


def unit(a: Vec3) -> Vec3:
    """The same direction, as long as 1; a vector of no length stays as it is."""
    size = length(a)
    return (a[0] / size, a[1] / size, a[2] / size) if size > 1e-12 else (0.0, 0.0, 0.0)


def between(a: Vec3, b: Vec3, share: float) -> Vec3:
    """The point on the way from `a` to `b`: 0 is a, 1 is b."""
    return (a[0] + (b[0] - a[0]) * share, a[1] + (b[1] - a[1]) * share, a[2] + (b[2] - a[2]) * share)


def to_world(frame: Frame, v: Vec3) -> Vec3:
    """A vector of the frame, as the world sees it."""
    a, b, c = frame
    return (
        a[0] * v[0] + b[0] * v[1] + c[0] * v[2],
        a[1] * v[0] + b[1] * v[1] + c[1] * v[2],
        a[2] * v[0] + b[2] * v[1] + c[2] * v[2],
    )


def to_local(frame: Frame, v: Vec3) -> Vec3:
    """A vector of the world, as the frame sees it."""
    return (dot(frame[0], v), dot(frame[1], v), dot(frame[2], v))


def compose(a: Frame, b: Frame) -> Frame:
    """The frame `b`, which hangs in `a`, as the world sees it."""
    return (to_world(a, b[0]), to_world(a, b[1]), to_world(a, b[2]))


def inverse(a: Frame) -> Frame:
    """The turn that undoes it."""
    return (
        (a[0][0], a[1][0], a[2][0]),
        (a[0][1], a[1][1], a[2][1]),
        (a[0][2], a[1][2], a[2][2]),
    )


def about_x(angle: float) -> Frame:
    """A turn about x by degrees, right-handed."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((1.0, 0.0, 0.0), (0.0, c, s), (0.0, -s, c))


def about_y(angle: float) -> Frame:
    """A turn about y by degrees, right-handed."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((c, 0.0, -s), (0.0, 1.0, 0.0), (s, 0.0, c))


def about_z(angle: float) -> Frame:
    """A turn about z by degrees, right-handed."""
    c, s = cos(radians(angle)), sin(radians(angle))
    return ((c, s, 0.0), (-s, c, 0.0), (0.0, 0.0, 1.0))


def from_angles(x: float, y: float, z: float) -> Frame:
    """About z first (flexion), then x (sideways), then y (twist), each in the frame the last one left."""
    return compose(compose(about_z(z), about_x(x)), about_y(y))


def frame_of(y: Vec3, towards: Vec3) -> Frame:
    """The frame whose y is `y` and whose x leans towards `towards` as far as it can."""
    up = unit(y)
    front = sub(towards, scale(up, dot(towards, up)))
    if length(front) < 1e-6:
        front = sub((0.31, 0.17, 0.93), scale(up, dot((0.31, 0.17, 0.93), up)))
    front = unit(front)
    return (front, up, cross(front, up))


def slerp(a: Frame, b: Frame, share: float) -> Frame:
    """The shortest turn from `a` to `b`, gone `share` of the way."""
    turn = compose(inverse(a), b)
    trace = turn[0][0] + turn[1][1] + turn[2][2]
    angle = acos(max(-1.0, min(1.0, (trace - 1) / 2)))
    if angle < 1e-7:
        return a
    axis = unit((turn[1][2] - turn[2][1], turn[2][0] - turn[0][2], turn[0][1] - turn[1][0]))
    if axis == (0.0, 0.0, 0.0):  # half a turn: any axis that the turn leaves alone
        axis = unit(
            max(
                ((turn[i][0] + (i == 0), turn[i][1] + (i == 1), turn[i][2] + (i == 2)) for i in range(3)),
                key=length,
            )
        )
    return compose(a, rotation(axis, angle * share))


def rotation(axis: Vec3, angle: float) -> Frame:
    """A turn by `angle` radians about `axis`."""
    c, s = cos(angle), sin(angle)

    def column(v: Vec3) -> Vec3:
        return add(add(scale(v, c), scale(cross(axis, v), s)), scale(axis, dot(axis, v) * (1 - c)))

    return (column(WORLD[0]), column(WORLD[1]), column(WORLD[2]))


def angle_between(a: Vec3, b: Vec3) -> float:
    """In degrees."""
    return degrees(atan2(length(cross(a, b)), dot(a, b)))
