// Knows how elements of SVG are made, and the names of the figure's colours; must not know what is drawn with them.

const SVG = "http://www.w3.org/2000/svg";

export function make(name, attributes, parent) {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  parent?.append(element);
  return element;
}

const colours = new Map();

/** A colour of the page's style sheet, faded into the background in steps of one in a hundred. */
export function colour(cloth, pale) {
  const share = cloth === "lit" ? 100 : 100 - Math.round(100 * pale);
  let shades = colours.get(cloth);
  if (!shades) colours.set(cloth, (shades = []));
  return (shades[share] ??=
    share === 100
      ? `var(--figure-${cloth})`
      : `color-mix(in srgb, var(--figure-${cloth}) ${share}%, var(--figure-ground))`);
}
