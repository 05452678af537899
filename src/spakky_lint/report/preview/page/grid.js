// What the calendar and the heat map are made of.

const CELL = '[role="gridcell"]:not(.outside)';

function row(...cells) {
  return make("div", { role: "row" }, ...cells);
}

function columnHeader(attributes, ...children) {
  return make("div", { role: "columnheader", ...attributes }, ...children);
}
