// How many texts are seen, and those with less contrast to what is behind them than WCAG AA asks for.
const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
// To read a pixel back takes long, and a page has few colours.
const known = new Map();
const numbers = (colour) => {
  if (!known.has(colour)) {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    known.set(colour, [...canvas.getImageData(0, 0, 1, 1).data]);
  }
  return known.get(colour);
};
const linear = (byte) => (byte / 255 <= 0.04045 ? byte / 255 / 12.92 : ((byte / 255 + 0.055) / 1.055) ** 2.4);
const luminance = ([r, g, b]) => 0.2126 * linear(r) + 0.7152 * linear(g) + 0.0722 * linear(b);
const backgrounds = new Map();
const behind = (element) => {
  if (!element) return [255, 255, 255];
  if (!backgrounds.has(element)) {
    const colour = numbers(getComputedStyle(element).backgroundColor);
    backgrounds.set(element, colour[3] === 255 ? colour : behind(element.parentElement));
  }
  return backgrounds.get(element);
};
const found = new Set();
const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
let seen = 0;
while (texts.nextNode()) {
  const { data, parentElement: element } = texts.currentNode;
  if (!data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
  if (element.closest('.unseen, .skip, noscript, script, [aria-disabled="true"]')) continue;
  seen += 1;
  const style = getComputedStyle(element);
  const [a, b] = [luminance(numbers(style.color)), luminance(behind(element))].sort((x, y) => y - x);
  const ratio = (a + 0.05) / (b + 0.05);
  const size = parseFloat(style.fontSize);
  const isLarge = size >= 24 || (size >= 18.66 && style.fontWeight >= 700);
  if (ratio < (isLarge ? 3 : 4.5)) found.add(`${element.localName}.${element.className} ${ratio.toFixed(2)} ${data}`);
}
return [seen, [...found]];
