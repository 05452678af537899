// What all grids have in common: one cell is in the order of the focus, the keys move to others.

// `cells` selects what may have the focus. `move` gets the key, and returns whether it was one of its
// own; `open` gets the cell, and whether a key was used.
function listen(grid, cells, enter, move, open) {
  const cellOf = (event) => event.target.closest(cells);
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
