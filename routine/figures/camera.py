"""Knows how the room looks from where one stands; must not know bodies or colours.

The camera is far away, so nothing grows by coming near. Azimuth 0 looks a standing person in the face; 90 sees
them from their right, facing to the right of the picture. Elevation looks down.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

from routine.figures.rotations import Vec3, cross, dot

Spot = tuple[float, float, float]
"""Right, down, and how near."""


@dataclass(frozen=True, slots=True)
class Camera:
    """From where one looks, in degrees."""

    azimuth: float = 90.0
    elevation: float = 8.0

    def project(self, points: dict[str, Vec3]) -> dict[str, Spot]:
        """Where each point is seen, in body heights."""
        right, up, near = self._axes()
        return {name: (dot(p, right), -dot(p, up), dot(p, near)) for name, p in points.items()}

    def see(self, point: Vec3) -> Spot:
        """Where one point is seen, in body heights."""
        right, up, near = self._axes()
        return (dot(point, right), -dot(point, up), dot(point, near))

    def _axes(self) -> tuple[Vec3, Vec3, Vec3]:
        a, e = radians(self.azimuth), radians(self.elevation)
        near = (cos(e) * cos(a), sin(e), cos(e) * sin(a))
        right = (sin(a), 0.0, -cos(a))
        return right, cross(near, right), near

    def mirrored(self) -> Camera:
        """The same on the other side: what was seen from the right is seen from the left."""
        return Camera(-self.azimuth, self.elevation)
