// What both grids have in common: one cell is in the order of the focus, the keys move to others.

function row(...cells) {
  return make("div", { role: "row" }, ...cells);
}

function columnHeader(attributes, ...children) {
  return make("div", { role: "columnheader", ...attributes }, ...children);
}

// `move` gets the key, and returns whether it was one of its own; `open` gets the cell.
function listen(grid, enter, move, open) {
  const cellOf = (event) => event.target.closest('[role="gridcell"]:not(.outside)');
  grid.addEventListener("click", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    enter(cell);
    putInOrder(grid, cell);
    cell.focus({ preventScroll: true });
    open(cell, false);
  });
  grid.addEventListener("keydown", (event) => {
    const cell = cellOf(event);
    if (!cell || event.altKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") open(cell, true);
    else if (!move(event.key, event.ctrlKey)) return;
    event.preventDefault();
  });
}

function putInOrder(grid, cell) {
  for (const other of grid.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
  cell.tabIndex = 0;
}
