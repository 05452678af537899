// Elements and words. Everything from the data becomes a text node or an attribute, never markup.

const find = (id) => document.getElementById(id);

function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

// A line may break behind each of the separators.
function breakable(text, separator) {
  return text.split(separator).flatMap((part, n) => (n ? [separator, make("wbr"), part] : [part]));
}

const data = JSON.parse(find("data").textContent);
const locale = { en: "en-GB", ko: "ko-KR" }[document.documentElement.lang];

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (place, name) => (name in values ? values[name] : place));
}

const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
const tenths = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });
const number = (value) => (value < 9.95 ? tenths : whole).format(value);

function counted(forms, n, values = {}) {
  return filled(forms[n === 1 ? 0 : 1], { n: number(n), ...values });
}

function badge(text, kind = "", title = null) {
  return make("span", { class: `badge ${kind}`, title }, text);
}

const isNarrow = window.matchMedia("screen and (max-width: 720px)");
const isSheet = window.matchMedia("screen and (max-width: 1080px)");
